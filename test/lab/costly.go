package main

import (
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"math/big"
	"net"
	"os"
	"regexp"
	"runtime/debug"
	"sort"
	"time"
)

// Each trouble has a twin that does the same thing as often as it needs to, among the rest of its work.
func init() {
	busy["scan-per-item"] = func() func() {
		r := newRoutes(4000)
		return func() { r.match(r.names[len(r.names)-1]) }
	}
	busy["scan-healthy"] = func() func() {
		r := newRoutes(200)
		return among(func() { r.match(r.names[3]) })()
	}
	busy["addresses-per-item"] = func() func() {
		return func() {
			for item := 0; item < 20; item++ {
				isLocal(net.IPv4(10, 0, 0, byte(item)))
			}
		}
	}
	busy["addresses-healthy"] = func() func() { return among(func() { isLocal(net.IPv4(10, 0, 0, 1)) })() }
	busy["regexp-in-loop"] = func() func() { return func() { validate("order-2024-0042", nil) } }
	busy["regexp-healthy"] = func() func() {
		compiled := regexp.MustCompile(orderPattern)
		return among(func() { validate("order-2024-0042", compiled) })()
	}
	busy["rsa-per-request"] = func() func() {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		check(err)
		return func() { signToken(key) }
	}
	busy["rsa-healthy"] = func() func() {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		check(err)
		return among(func() { signToken(key) })()
	}
	busy["handshake-per-request"] = func() func() {
		config := selfSigned()
		return func() { fetchOverTLS(config) }
	}
	busy["stat-in-loop"] = func() func() { return func() { reloadIfChanged(os.TempDir()) } }
	busy["stat-healthy"] = func() func() { return among(func() { reloadIfChanged(os.TempDir()) })() }
	busy["sort-per-insert"] = func() func() {
		b := &board{}
		return func() { b.insert(len(b.scores)*7919%100_003, 3000) }
	}
	busy["sort-healthy"] = func() func() {
		b := &board{}
		return among(func() { b.insert(len(b.scores)*7919%100_003, 3000) })()
	}
	busy["hash-per-read"] = func() func() {
		body := make([]byte, 1<<18)
		return func() { entityTag(body) }
	}
	busy["hash-healthy"] = func() func() {
		body := make([]byte, 1<<12)
		return among(func() { entityTag(body) })()
	}
	busy["json-per-request"] = func() func() {
		all := catalogue(500)
		return func() { listProducts(all) }
	}
	busy["json-healthy"] = func() func() {
		all := catalogue(20)
		return among(func() { listProducts(all) })()
	}
	busy["gzip-per-request"] = func() func() {
		page := bytes.Repeat([]byte("<tr><td>cell</td></tr>\n"), 4000)
		return func() { sendPage(page) }
	}
	busy["gzip-healthy"] = func() func() {
		page := bytes.Repeat([]byte("<tr><td>cell</td></tr>\n"), 100)
		return among(func() { sendPage(page) })()
	}
	busy["gc-churn"] = func() func() {
		live := plant(1 << 20)
		debug.SetGCPercent(20)
		return func() {
			renderRows(3000)
			sink += live.key
		}
	}
	busy["gc-healthy"] = func() func() {
		live := plant(1 << 10)
		return among(func() {
			renderRows(30)
			sink += live.key
		})()
	}
	busy["ticker-pile"] = func() func() {
		for i := 0; i < 60_000; i++ {
			pollSource(20 * time.Millisecond)
		}
		return func() { time.Sleep(time.Millisecond) }
	}
	busy["ticker-few"] = func() func() {
		for i := 0; i < 50; i++ {
			pollSource(20 * time.Millisecond)
		}
		return among(func() { time.NewTimer(time.Hour).Stop() })()
	}
}

// pollSource forgets its ticker, which fires for ever.
//
//go:noinline
func pollSource(every time.Duration) { time.NewTicker(every) }

type routes struct{ names []string }

func newRoutes(count int) *routes {
	r := &routes{}
	for i := 0; i < count; i++ {
		r.names = append(r.names, fmt.Sprintf("/api/v1/resource/%06d", i))
	}
	return r
}

// match looks through all routes for each request.
//
//go:noinline
func (r *routes) match(path string) int {
	for i, name := range r.names {
		if name == path {
			return i
		}
	}
	return -1
}

// isLocal asks the kernel for all addresses to look at one.
//
//go:noinline
func isLocal(ip net.IP) bool {
	addresses, err := net.InterfaceAddrs()
	check(err)
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.Equal(ip) {
			return true
		}
	}
	return false
}

const orderPattern = `^(?:order|invoice|receipt)-(\d{4})-([0-9]{4,8})(?:-[a-z]{2,5})?$`

//go:noinline
func validate(id string, compiled *regexp.Regexp) bool {
	if compiled == nil {
		compiled = regexp.MustCompile(orderPattern)
	}
	return compiled.MatchString(id)
}

//go:noinline
func signToken(key *rsa.PrivateKey) {
	digest := sha256.Sum256([]byte("claims"))
	_, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	check(err)
}

func selfSigned() *tls.Config {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	check(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check(err)
	certificate := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}
}

// fetchOverTLS shakes hands with a new peer for each request.
//
//go:noinline
func fetchOverTLS(config *tls.Config) {
	near, far := net.Pipe()
	go tls.Server(far, config).Handshake()
	check(tls.Client(near, config).Handshake())
	near.Close()
	far.Close()
}

//go:noinline
func reloadIfChanged(path string) {
	_, err := os.Stat(path)
	check(err)
}

type board struct{ scores []int }

// insert sorts the whole list again for each score.
//
//go:noinline
func (b *board) insert(score, most int) {
	if len(b.scores) >= most {
		b.scores = b.scores[:0]
	}
	b.scores = append(b.scores, score)
	sort.Slice(b.scores, func(i, j int) bool { return b.scores[i] < b.scores[j] })
}

//go:noinline
func entityTag(body []byte) { sink += int(sha256.Sum256(body)[0]) }

type product struct {
	ID    int               `json:"id"`
	Name  string            `json:"name"`
	Price float64           `json:"price"`
	Tags  map[string]string `json:"tags"`
}

func catalogue(count int) []product {
	var all []product
	for i := 0; i < count; i++ {
		all = append(all, product{i, fmt.Sprint("product ", i), float64(i), map[string]string{"colour": "red", "size": "m"}})
	}
	return all
}

//go:noinline
func listProducts(all []product) {
	body, err := json.Marshal(all)
	check(err)
	sink += len(body)
}

//go:noinline
func sendPage(page []byte) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(page)
	w.Close()
	sink += out.Len()
}

// leaf is a node of the index that stays in memory.
type leaf struct {
	left, right *leaf
	key         int
}

func plant(size int) *leaf {
	if size <= 1 {
		return &leaf{key: size}
	}
	return &leaf{left: plant(size / 2), right: plant(size / 2), key: size}
}

type cell struct {
	next *cell
	text string
}

// renderRows makes a small object for each cell, and drops them all.
//
//go:noinline
func renderRows(count int) {
	var row *cell
	for i := 0; i < count; i++ {
		row = &cell{next: row, text: string(make([]byte, 24))}
	}
	sink += len(row.text)
}
