// A service under test: with -leak every request leaves a goroutine behind that sends to nobody.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
)

func main() {
	leak := flag.Bool("leak", false, "leak a goroutine per request")
	flag.Parse()
	http.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		result := make(chan int)
		go func() { result <- compute() }()
		if !*leak {
			fmt.Fprintln(w, <-result)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	panic(http.Serve(listener, nil))
}

func compute() int { return 42 }
