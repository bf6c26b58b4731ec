package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"syscall"
	"time"
)

// Memory that is meant to be there, and processes that rest on purpose.
func init() {
	modes["ranges-loaded"] = func() any { return loadRanges(240_000) }
	modes["documents-indexed"] = func() any { return indexed(documents(90_000)) }
	modes["memtable"] = func() any { return newMemtable(150_000) }
	modes["cache-filled"] = func() any { return fillPages(60 << 20) }
	modes["file-mapped"] = func() any { return mapFile(16 << 20) }
	modes["buffers-pooled"] = func() any { return poolBuffers(64) }
	modes["client-keep-alive"] = func() any { return askTogether(200) }
	modes["standby"] = func() any { return standBy(40) }
	modes["hourly"] = func() any { return hourly(60) }
	modes["config-watched"] = func() any { return watchConfig(120) }
	modes["rate-limited"] = func() any { return limitRate(300, 8) }
	modes["fan-out"] = func() any { return fanOutJobs(40) }
	modes["subscribers-decode"] = func() any { return decodeEach(300) }
	contended["connections-at-once"] = func() { askTogether(400) }
	contended["map-shared"] = shareMap
}

// ipRange is a row of a table that is read once and then looked into.
type ipRange struct {
	from, to uint32
	place    [472]byte
}

//go:noinline
func loadRanges(count int) []*ipRange {
	var all []*ipRange
	for i := 0; i < count; i++ {
		all = append(all, &ipRange{from: uint32(i), to: uint32(i + 1)})
	}
	return all
}

type document struct {
	name string
	tags map[string]string
	body [512]byte
}

//go:noinline
func documents(count int) []document {
	all := make([]document, count)
	for i := range all {
		all[i] = document{name: fmt.Sprint("document ", i), tags: map[string]string{"id": fmt.Sprint(i)}}
	}
	return all
}

func indexed(all []document) map[string]*document {
	byName := map[string]*document{}
	for i := range all {
		byName[all[i].name] = &all[i]
	}
	return byName
}

// memtable is what a database has not written yet.
type memtable struct {
	entries map[string][]byte
	order   []string
}

func newMemtable(count int) *memtable {
	m := &memtable{entries: map[string][]byte{}}
	for i := 0; i < count; i++ {
		m.set(fmt.Sprintf("key/%08d", i), make([]byte, 200))
	}
	return m
}

//go:noinline
func (m *memtable) set(key string, value []byte) {
	m.entries[key] = append([]byte(nil), value...)
	m.order = append(m.order, key)
}

// fillPages leaves a cache full just now: nothing has been replaced yet.
func fillPages(most int) *lru { return newLRU(most, 16<<10).serve(most / (16 << 10)) }

func mapFile(size int) any {
	memory, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	check(err)
	sum := 0
	for i := 0; i < size; i += 4096 {
		sum += int(memory[i])
	}
	return []any{memory, sum}
}

func poolBuffers(count int) any {
	pool := &sync.Pool{New: func() any { return make([]byte, 64<<10) }}
	together(count, 4, func() {
		buffer := pool.Get().([]byte)
		buffer[0]++
		pool.Put(buffer)
	})
	return pool
}

// askTogether opens as many connections at once, which a client then keeps.
func askTogether(count int) any {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
	}))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: count, IdleConnTimeout: time.Minute}}
	together(count, 1, func() {
		answer, err := client.Get(server.URL)
		check(err)
		io.Copy(io.Discard, answer.Body)
		check(answer.Body.Close())
	})
	return []any{server, client}
}

// standBy has loops that wait until this replica leads.
func standBy(loops int) any {
	elected, stop := make(chan struct{}), make(chan struct{})
	go func() {
		for range time.NewTicker(2 * time.Second).C {
		}
	}()
	for i := 0; i < loops; i++ {
		go func() {
			<-elected
			<-stop
		}()
	}
	return []any{elected, stop}
}

func hourly(jobs int) any {
	for i := 0; i < jobs; i++ {
		go func(hours int) {
			for {
				time.Sleep(time.Duration(hours) * time.Hour)
			}
		}(i + 1)
	}
	return nil
}

func watchConfig(readers int) any {
	changed := sync.NewCond(&sync.Mutex{})
	for i := 0; i < readers; i++ {
		go func() {
			changed.L.Lock()
			for {
				changed.Wait()
			}
		}()
	}
	return changed
}

func limitRate(callers, most int) any {
	slots := make(chan struct{}, most)
	for i := 0; i < callers; i++ {
		go func() {
			for {
				slots <- struct{}{}
				time.Sleep(10 * time.Millisecond)
				<-slots
			}
		}()
	}
	return slots
}

func fanOutJobs(workers int) any {
	jobs, results := make(chan int), make(chan int)
	for i := 0; i < workers; i++ {
		go func() {
			for job := range jobs {
				results <- job
			}
		}()
	}
	go func() {
		for job := 0; ; job++ {
			jobs <- job
		}
	}()
	go func() {
		for range results {
			time.Sleep(100 * time.Microsecond)
		}
	}()
	return results
}

func decodeEach(subscribers int) any {
	var all []chan []byte
	for i := 0; i < subscribers; i++ {
		messages := make(chan []byte, 4)
		go func() {
			for range messages {
			}
		}()
		messages <- []byte("{}")
		all = append(all, messages)
	}
	return all
}

func shareMap() {
	var mu sync.RWMutex
	counts := map[int]int{}
	together(4, 2000, func() {
		mu.Lock()
		counts[1]++
		mu.Unlock()
	})
}
