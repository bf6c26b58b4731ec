package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Programs at the work that they are there for.
func init() {
	busy["json-api"] = func() func() { return newShop(2000).serve() }
	busy["tls-terminator"] = terminateTLS
	busy["log-shipper"] = shipLogs
	busy["queue-decoded"] = decodeQueue
}

type ware struct {
	ID    int               `json:"id"`
	Name  string            `json:"name"`
	Attrs map[string]string `json:"attrs"`
	Price float64           `json:"price"`
}

type shop struct{ wares []ware }

func newShop(count int) *shop {
	s := &shop{}
	for i := 0; i < count; i++ {
		s.wares = append(s.wares, ware{i, fmt.Sprint("name", i), map[string]string{"k": "v"}, float64(i) / 3})
	}
	return s
}

func (s *shop) list(w http.ResponseWriter, r *http.Request) {
	json.NewEncoder(w).Encode(s.wares[:12])
}
func (s *shop) get(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(s.wares[7]) }
func (s *shop) create(w http.ResponseWriter, r *http.Request) {
	var made ware
	check(json.NewDecoder(r.Body).Decode(&made))
	s.wares[made.ID%len(s.wares)] = made
}
func (s *shop) search(w http.ResponseWriter, r *http.Request) {
	var found []ware
	for _, one := range s.wares {
		if strings.Contains(one.Name, "99") {
			found = append(found, one)
		}
	}
	json.NewEncoder(w).Encode(found)
}

func (s *shop) serve() func() {
	mux := http.NewServeMux()
	mux.HandleFunc("/list", s.list)
	mux.HandleFunc("/get", s.get)
	mux.HandleFunc("/search", s.search)
	mux.HandleFunc("/create", s.create)
	server := httptest.NewServer(mux)
	return func() {
		for _, path := range []string{"/list", "/get", "/search"} {
			read(http.Get(server.URL + path))
		}
		read(http.Post(server.URL+"/create", "application/json", strings.NewReader(`{"id":3}`)))
	}
}

func read(answer *http.Response, err error) {
	check(err)
	io.Copy(io.Discard, answer.Body)
	check(answer.Body.Close())
}

// terminateTLS hands requests on; clients keep their connections.
func terminateTLS() func() {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, 2000))
	}))
	server.StartTLS()
	client := server.Client()
	return func() { read(client.Get(server.URL)) }
}

func shipLogs() func() {
	line := `{"level":"info","msg":"something happened in the shop"}` + "\n"
	buffer := []byte(strings.Repeat(line, 2000))
	return func() {
		packed := gzip.NewWriter(io.Discard)
		lines := bufio.NewScanner(bytes.NewReader(buffer))
		for lines.Scan() {
			check(binary.Write(packed, binary.LittleEndian, crc32.ChecksumIEEE(lines.Bytes())))
			packed.Write(lines.Bytes())
		}
		check(packed.Close())
	}
}

// decodeQueue sends messages to a few that decode them.
func decodeQueue() func() {
	messages := make(chan []byte, 4)
	for i := 0; i < 8; i++ {
		go func() {
			for message := range messages {
				var one ware
				check(json.Unmarshal(message, &one))
			}
		}()
	}
	all := newShop(50).wares
	return func() {
		for _, one := range all {
			message, err := json.Marshal(one)
			check(err)
			messages <- message
		}
	}
}
