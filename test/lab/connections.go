package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
)

func init() {
	sql.Register("fake", fakeDriver{})
	modes["body-leak"] = func() any { return get(200, false) }
	modes["body-healthy"] = func() any { return get(200, true) }
	modes["keep-alive-healthy"] = keepAlive
	modes["pool-leak"] = func() any { return queries(60, false) }
	modes["pool-healthy"] = func() any { return queries(60, true) }
}

type page struct{}

func (page) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Write(make([]byte, 1<<16))
}

func serve() (string, net.Listener) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go http.Serve(listener, page{})
	return "http://" + listener.Addr().String() + "/", listener
}

func get(count int, closes bool) any {
	url, listener := serve()
	client := &http.Client{Transport: &http.Transport{}}
	for i := 0; i < count; i++ {
		resp, err := client.Get(url)
		check(err)
		if closes {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
	}
	return []any{listener, client}
}

// keepAlive leaves 400 idle connections between two sides of this process: 800 ends.
func keepAlive() any {
	url, listener := serve()
	transport := &http.Transport{MaxIdleConnsPerHost: 400, MaxIdleConns: 400}
	client := &http.Client{Transport: transport}
	var ready, all sync.WaitGroup
	start := make(chan bool)
	for i := 0; i < 400; i++ {
		ready.Add(1)
		all.Add(1)
		go func() {
			defer all.Done()
			resp, err := client.Get(url)
			check(err)
			ready.Done()
			<-start
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}()
	}
	ready.Wait()
	close(start)
	all.Wait()
	return []any{listener, client}
}

type fakeDriver struct{}
type fakeConn struct{}
type fakeStmt struct{}
type fakeRows struct{}

func (fakeDriver) Open(string) (driver.Conn, error)         { return fakeConn{}, nil }
func (fakeConn) Prepare(string) (driver.Stmt, error)        { return fakeStmt{}, nil }
func (fakeConn) Close() error                               { return nil }
func (fakeConn) Begin() (driver.Tx, error)                  { return nil, errors.New("no transactions") }
func (fakeStmt) Close() error                               { return nil }
func (fakeStmt) NumInput() int                              { return 0 }
func (fakeStmt) Exec([]driver.Value) (driver.Result, error) { return nil, nil }
func (fakeStmt) Query([]driver.Value) (driver.Rows, error)  { return fakeRows{}, nil }
func (fakeRows) Columns() []string                          { return []string{"n"} }
func (fakeRows) Close() error                               { return nil }
func (fakeRows) Next(values []driver.Value) error           { values[0] = int64(1); return nil }

func queries(count int, closes bool) any {
	db, err := sql.Open("fake", "")
	check(err)
	db.SetMaxOpenConns(4)
	var done sync.WaitGroup
	for i := 0; i < count; i++ {
		done.Add(1)
		go func() {
			rows, err := db.QueryContext(context.Background(), "select 1")
			check(err)
			if closes {
				rows.Close()
			}
			done.Done()
		}()
	}
	if closes {
		done.Wait()
	}
	return db
}
