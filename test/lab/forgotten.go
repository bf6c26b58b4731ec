package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime/debug"
	"sync"
	"time"
)

// What is forgotten on the way out: a slot, a result, a lock, a stop, an entry; and work that is done again and again.
func init() {
	modes["slot-not-returned"] = func() any { return newLimiter(4).convertAll(300) }
	modes["result-unread"] = func() any {
		for i := 0; i < 150; i++ {
			_ = validateAll(6)
		}
		return nil
	}
	modes["ticker-per-call"] = func() any {
		for i := 0; i < 700; i++ {
			openPanel()
			breathe()
		}
		return nil
	}
	modes["pipe-abandoned"] = func() any {
		for i := 0; i < 700; i++ {
			firstByte()
			breathe()
		}
		return nil
	}
	modes["unlock-skipped"] = func() any { return (&vault{}).use(120) }
	modes["cannot-be-cancelled"] = func() any {
		for i := 0; i < 150; i++ {
			go closeWhenDone(context.Background(), io.NopCloser(nil))
		}
		return nil
	}
	modes["sessions-kept"] = func() any { return (&sessions{}).logIn(400_000) }
	modes["audit-kept"] = func() any { return (&audit{}).entries(400_000) }
	modes["callbacks-kept"] = func() any { return (&feed{}).serve(3000) }
	busy["compare-deeply"] = func() func() {
		old, recent := manySettings(300), manySettings(300)
		return func() { hasChanged(old, recent) }
	}
	busy["joined-piecewise"] = func() func() {
		words := make([]string, 3000)
		for i := range words {
			words[i] = fmt.Sprint("word", i)
		}
		// With a small heap and the default the collector would take about as much as the copying.
		debug.SetGCPercent(2000)
		return func() { joinWords(words) }
	}
	busy["copied-per-read"] = func() func() {
		c := &features{byName: map[string]bool{}}
		for i := 0; i < 2000; i++ {
			c.byName[fmt.Sprint("feature", i)] = i%2 == 0
		}
		return func() { c.isEnabled("feature7") }
	}
}

// limiter lets few work at a time.
type limiter struct{ slots chan struct{} }

func newLimiter(slots int) *limiter { return &limiter{slots: make(chan struct{}, slots)} }

func (l *limiter) acquire() { l.slots <- struct{}{} }

func (l *limiter) release() { <-l.slots }

func (l *limiter) convertAll(items int) any {
	for i := 0; i < items; i++ {
		go l.convert(i)
	}
	time.Sleep(50 * time.Millisecond)
	return l
}

var errUnreadable = errors.New("unreadable")

// convert keeps its slot where the item cannot be read.
func (l *limiter) convert(item int) error {
	l.acquire()
	if item%2 == 0 {
		return errUnreadable
	}
	l.release()
	return nil
}

// validateAll returns at the first failure; the other checks have nobody to report to.
func validateAll(checks int) error {
	failures := make(chan error)
	for i := 0; i < checks; i++ {
		go checkRule(failures)
	}
	return <-failures
}

func checkRule(failures chan error) { failures <- errUnreadable }

// openPanel refreshes for ever, although the panel is closed soon.
func openPanel() {
	ticker := time.NewTicker(time.Hour)
	go refreshPanel(ticker)
}

func refreshPanel(ticker *time.Ticker) {
	for range ticker.C {
	}
}

// firstByte looks at the beginning and leaves the writer where it is.
func firstByte() {
	r, w := io.Pipe()
	go encodeInto(w)
	r.Read(make([]byte, 1))
}

func encodeInto(w *io.PipeWriter) { fmt.Fprint(w, "a long document") }

type vault struct {
	mu    sync.Mutex
	coins int
}

func (v *vault) use(clients int) any {
	v.withdraw(1)
	for i := 0; i < clients; i++ {
		go v.deposit(1)
	}
	return v
}

// withdraw returns without unlocking where there is too little.
func (v *vault) withdraw(amount int) bool {
	v.mu.Lock()
	if v.coins < amount {
		return false
	}
	v.coins -= amount
	v.mu.Unlock()
	return true
}

func (v *vault) deposit(amount int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.coins += amount
}

// closeWhenDone never is, for a context that nobody can cancel.
func closeWhenDone(ctx context.Context, conn io.Closer) {
	<-ctx.Done()
	conn.Close()
}

type sessions struct{ byUser map[string]*userSession }

type userSession struct {
	user   string
	basket [24]int64
}

func (s *sessions) logIn(users int) *sessions {
	s.byUser = map[string]*userSession{}
	for i := 0; i < users; i++ {
		s.open(fmt.Sprint("user", i))
	}
	return s
}

//go:noinline
func (s *sessions) open(user string) { s.byUser[user] = &userSession{user: user} }

type audit struct{ lines []string }

func (a *audit) entries(count int) *audit {
	for i := 0; i < count; i++ {
		a.append(i)
	}
	return a
}

//go:noinline
func (a *audit) append(number int) {
	a.lines = append(a.lines, fmt.Sprintf("%d %0200d", number, number))
}

// feed calls back everyone who ever asked.
type feed struct{ callbacks []func() int }

func (f *feed) serve(requests int) *feed {
	for i := 0; i < requests; i++ {
		f.handleRequest()
	}
	return f
}

//go:noinline
func (f *feed) handleRequest() {
	body := make([]byte, 32<<10)
	f.callbacks = append(f.callbacks, func() int { return len(body) })
}

type setting struct {
	name   string
	values map[string][]string
}

func manySettings(count int) []setting {
	all := make([]setting, count)
	for i := range all {
		all[i] = setting{fmt.Sprint("setting", i), map[string][]string{"a": {"1", "2"}, "b": {"3"}}}
	}
	return all
}

// hasChanged compares all with all that there was, each time.
//
//go:noinline
func hasChanged(old, recent []setting) bool { return !reflect.DeepEqual(old, recent) }

//go:noinline
func joinWords(words []string) string {
	text := ""
	for _, word := range words {
		text += word
	}
	return text
}

type features struct {
	mu     sync.RWMutex
	byName map[string]bool
}

func (f *features) snapshot() map[string]bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	all := make(map[string]bool, len(f.byName))
	for name, isOn := range f.byName {
		all[name] = isOn
	}
	return all
}

//go:noinline
func (f *features) isEnabled(name string) bool { return f.snapshot()[name] }
