package main

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// dailyWork is what fills the days of a healthy program: many different things, none of them the trouble.
func dailyWork() []func() {
	text := strings.Repeat("The quick brown fox jumps over the lazy dog. ", 40)
	grid := make([]float64, 4096)
	index := map[int]int{}
	for i := 0; i < 5000; i++ {
		index[i] = i * 7
	}
	return []func(){
		func() { countWords(text) },
		func() { smooth(grid) },
		func() { lookUp(index) },
		func() { upperCase(text) },
		func() { printNumbers(200) },
		func() { sievePrimes(2000) },
		func() { editDistance(text[:60], text[10:80]) },
		func() { integrate(2000) },
		func() { reverse([]byte(text)) },
		func() { collatz(300) },
		func() { checkBrackets(text) },
	}
}

var sink int

//go:noinline
func countWords(text string) { sink += len(strings.Fields(text)) }

//go:noinline
func smooth(grid []float64) {
	for i := 1; i < len(grid)-1; i++ {
		grid[i] = (grid[i-1] + 2*grid[i] + grid[i+1] + 1) / 4
	}
}

//go:noinline
func lookUp(index map[int]int) {
	for i := 0; i < 2000; i++ {
		sink += index[i*3%5000]
	}
}

//go:noinline
func upperCase(text string) {
	for _, r := range text {
		sink += int(unicode.ToUpper(r))
	}
}

//go:noinline
func printNumbers(count int) {
	var buffer [32]byte
	for i := 0; i < count; i++ {
		sink += len(strconv.AppendFloat(buffer[:0], float64(i)*1.37, 'g', -1, 64))
	}
}

//go:noinline
func sievePrimes(limit int) {
	var crossed [2000]bool
	for i := 2; i < limit; i++ {
		if crossed[i] {
			continue
		}
		sink++
		for j := 2 * i; j < limit; j += i {
			crossed[j] = true
		}
	}
}

//go:noinline
func editDistance(a, b string) {
	var row [100]int
	for i := range row {
		row[i] = i
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := before
			if a[i-1] != b[j-1] {
				cost++
			}
			before = row[j]
			if row[j]+1 < cost {
				cost = row[j] + 1
			}
			if row[j-1]+1 < cost {
				cost = row[j-1] + 1
			}
			row[j] = cost
		}
	}
	sink += row[len(b)]
}

//go:noinline
func integrate(steps int) {
	sum := 0.0
	for i := 0; i < steps; i++ {
		sum += math.Sqrt(float64(i)) * math.Log(float64(i+1))
	}
	sink += int(sum)
}

//go:noinline
func reverse(text []byte) {
	for i, j := 0, len(text)-1; i < j; i, j = i+1, j-1 {
		text[i], text[j] = text[j], text[i]
	}
	sink += int(text[0])
}

//go:noinline
func collatz(limit int) {
	for i := 2; i < limit; i++ {
		for n := i; n != 1; sink++ {
			if n%2 == 0 {
				n /= 2
			} else {
				n = 3*n + 1
			}
		}
	}
}

//go:noinline
func checkBrackets(text string) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
	}
	sink += depth
}
