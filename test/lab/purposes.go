package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html"
	"html/template"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
)

// Programs that do one thing with all their power, because that is what they are for.
func init() {
	busy["files-listed"] = listFiles
	busy["files-hashed"] = hashFiles
	busy["duplicates-found"] = findDuplicates
	busy["pages-from-templates"] = fillTemplates
	busy["requests-gzipped"] = serveCompressed
	busy["table-scanned"] = scanTable
	busy["images-resized"] = resizeImages
	busy["logs-parsed"] = parseLogs
	busy["markdown-rendered"] = renderMarkdown
	busy["records-sorted"] = sortRecords
	busy["orders-taken"] = takeOrders
}

// madeFolder is taken away when the profile is written.
var madeFolder string

func tree(folders, files, size int) string {
	root, err := os.MkdirTemp("", "lab-tree")
	check(err)
	madeFolder = root
	for i := 0; i < folders; i++ {
		folder := filepath.Join(root, fmt.Sprint("part", i%7), fmt.Sprint("folder", i))
		check(os.MkdirAll(folder, 0o755))
		for j := 0; j < files; j++ {
			body := bytes.Repeat([]byte{byte(i), byte(j)}, size/2)
			check(os.WriteFile(filepath.Join(folder, fmt.Sprint("file", j)), body, 0o644))
		}
	}
	return root
}

// listFiles adds up the sizes of all files, as du does.
func listFiles() func() {
	root := tree(40, 20, 100)
	return func() {
		var total int64
		check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			check(err)
			info, err := entry.Info()
			check(err)
			total += info.Size()
			return nil
		}))
		sink += int(total)
	}
}

// hashFiles makes the sums of all files, as a backup does.
func hashFiles() func() {
	root := tree(20, 10, 40_000)
	return func() {
		check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			check(err)
			if entry.IsDir() {
				return nil
			}
			file, err := os.Open(path)
			check(err)
			defer file.Close()
			sum := sha256.New()
			_, err = io.Copy(sum, file)
			sink += int(sum.Sum(nil)[0])
			return err
		}))
	}
}

// findDuplicates reads small files whole and compares their hashes.
func findDuplicates() func() {
	root := tree(40, 20, 600)
	return func() {
		seen := map[uint64][]string{}
		visit(root, func(path string) {
			body, err := os.ReadFile(path)
			check(err)
			sum := fnv.New64a()
			sum.Write(body)
			seen[sum.Sum64()] = append(seen[sum.Sum64()], path)
		})
		sink += len(seen)
	}
}

// visit calls for each file, folder by folder.
func visit(folder string, each func(path string)) {
	entries, err := os.ReadDir(folder)
	check(err)
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if entry.IsDir() {
			visit(path, each)
		} else {
			each(path)
		}
	}
}

const invoicePage = `<html><head><title>{{.Title}}</title></head><body><h1>{{.Title}}</h1>
<table>{{range $i, $row := .Rows}}<tr class="{{if $row.Odd}}odd{{else}}even{{end}}"><td>{{$i}}</td>
<td><a href="/items/{{$row.Name}}">{{$row.Name}}</a></td><td>{{printf "%.2f" $row.Price}}</td></tr>{{end}}</table></body></html>`

type invoiceRow struct {
	Name  string
	Price float64
	Odd   bool
}

type invoice struct {
	Title string
	Rows  []invoiceRow
}

// fillTemplates makes pages, as a generator of static sites does.
func fillTemplates() func() {
	page := template.Must(template.New("invoice").Parse(invoicePage))
	data := invoice{Title: "Invoice <42>"}
	for i := 0; i < 40; i++ {
		data.Rows = append(data.Rows, invoiceRow{fmt.Sprint("screw & nut ", i), float64(i) * 1.1, i%2 == 1})
	}
	return func() { renderInvoice(page, data) }
}

func renderInvoice(page *template.Template, data invoice) {
	var out bytes.Buffer
	check(page.Execute(&out, data))
	sink += out.Len()
}

// serveCompressed answers with compressed text, by writers that are used again.
func serveCompressed() func() {
	text := strings.Repeat("Whoever reads this has asked for it with Accept-Encoding: gzip, and gets it so. ", 200)
	writers := sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := writers.Get().(*gzip.Writer)
		defer writers.Put(packed)
		packed.Reset(w)
		fmt.Fprint(packed, r.URL.Path, text)
		check(packed.Close())
	}))
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	return func() {
		for _, path := range []string{"/a", "/b", "/c"} {
			read(client.Get(server.URL + path))
		}
	}
}

type tuple struct {
	region, product string
	price           float64
	count           int
}

type predicate func(*tuple) bool

// scanTable answers a query for a table in memory: where, group by, order by.
func scanTable() func() {
	var rows []tuple
	for i := 0; i < 50_000; i++ {
		rows = append(rows, tuple{fmt.Sprint("region", i%13), fmt.Sprint("product", i*7%501), float64(i%97) / 7, i % 11})
	}
	where := and(func(t *tuple) bool { return t.count > 2 }, func(t *tuple) bool { return strings.HasSuffix(t.region, "1") })
	return func() {
		groups := map[string]float64{}
		filterRows(rows, where, func(t *tuple) { groups[t.product] += t.price * float64(t.count) })
		sink += len(orderGroups(groups))
	}
}

func and(all ...predicate) predicate {
	return func(t *tuple) bool {
		for _, one := range all {
			if !one(t) {
				return false
			}
		}
		return true
	}
}

func filterRows(rows []tuple, where predicate, each func(*tuple)) {
	for i := range rows {
		if where(&rows[i]) {
			each(&rows[i])
		}
	}
}

func orderGroups(groups map[string]float64) []string {
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return groups[names[i]] > groups[names[j]] })
	return names
}

// resizeImages makes small pictures of large ones.
func resizeImages() func() {
	large := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for i := range large.Pix {
		large.Pix[i] = byte(i * i >> 7)
	}
	var file bytes.Buffer
	check(jpeg.Encode(&file, large, nil))
	return func() {
		decoded, err := jpeg.Decode(bytes.NewReader(file.Bytes()))
		check(err)
		check(jpeg.Encode(io.Discard, shrink(decoded, 4), nil))
	}
}

func shrink(from image.Image, factor int) image.Image {
	bounds := from.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, bounds.Dx()/factor, bounds.Dy()/factor))
	for y := 0; y < small.Rect.Dy(); y++ {
		for x := 0; x < small.Rect.Dx(); x++ {
			small.Set(x, y, average(from, x*factor, y*factor, factor))
		}
	}
	return small
}

func average(from image.Image, left, top, size int) color.Color {
	var red, green, blue uint32
	for y := top; y < top+size; y++ {
		for x := left; x < left+size; x++ {
			r, g, b, _ := from.At(x, y).RGBA()
			red, green, blue = red+r>>8, green+g>>8, blue+b>>8
		}
	}
	area := uint32(size * size)
	return color.RGBA{uint8(red / area), uint8(green / area), uint8(blue / area), 255}
}

var accessLine = regexp.MustCompile(`^(\S+) \S+ \S+ \[([^\]]+)\] "(\w+) ([^" ]+) [^"]*" (\d{3}) (\d+)`)

// parseLogs takes each line of an access log apart, once.
func parseLogs() func() {
	line := `10.2.3.4 - - [29/Nov/2026:02:10:11 +0000] "GET /items/%d?page=2 HTTP/1.1" 200 %d` + "\n"
	var log bytes.Buffer
	for i := 0; i < 2000; i++ {
		fmt.Fprintf(&log, line, i, i*37)
	}
	return func() {
		answers := map[string]int{}
		lines := bufio.NewScanner(bytes.NewReader(log.Bytes()))
		for lines.Scan() {
			if fields := accessLine.FindStringSubmatch(lines.Text()); fields != nil {
				answers[fields[5]]++
			}
		}
		sink += len(answers)
	}
}

// renderMarkdown parses blocks and spans into a tree, and writes the tree as HTML, beside the pictures of the site.
func renderMarkdown() func() {
	pictures := make([]byte, 32<<20)
	text := strings.Repeat("# A heading\n\nSome *stressed* words and `code` & more, <b>.\n\n- one\n- two *strong* ones\n\n", 200)
	return func() {
		var out strings.Builder
		writeNode(&out, parseBlocks(text))
		sink += out.Len() + int(pictures[out.Len()])
	}
}

type node struct {
	tag, text string
	children  []*node
}

func parseBlocks(text string) *node {
	page := &node{tag: "article"}
	lines := bufio.NewScanner(strings.NewReader(text))
	var open *node
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), " \t")
		switch {
		case line == "":
			open = nil
		case strings.HasPrefix(line, "# "):
			page.children = append(page.children, &node{tag: "h1", children: parseSpans(line[2:])})
		case strings.HasPrefix(line, "- "):
			if open == nil {
				open = &node{tag: "ul"}
				page.children = append(page.children, open)
			}
			open.children = append(open.children, &node{tag: "li", children: parseSpans(line[2:])})
		default:
			page.children = append(page.children, &node{tag: "p", children: parseSpans(line)})
		}
	}
	return page
}

func parseSpans(text string) []*node {
	var spans []*node
	for text != "" {
		at := strings.IndexAny(text, "*`")
		if at < 0 {
			return append(spans, &node{text: text})
		}
		end := strings.IndexByte(text[at+1:], text[at])
		if end < 0 {
			return append(spans, &node{text: text})
		}
		tag := "em"
		if text[at] == '`' {
			tag = "code"
		}
		inner := &node{text: text[at+1 : at+1+end]}
		spans = append(spans, &node{text: text[:at]}, &node{tag: tag, children: []*node{inner}})
		text = text[at+2+end:]
	}
	return spans
}

func writeNode(out *strings.Builder, one *node) {
	if one.tag == "" {
		out.WriteString(html.EscapeString(one.text))
		return
	}
	fmt.Fprintf(out, "<%s>", one.tag)
	for _, child := range one.children {
		writeNode(out, child)
	}
	fmt.Fprintf(out, "</%s>", one.tag)
}

type record struct {
	key  string
	size int
}

// sortRecords sorts what has been gathered, once, as the shuffle of a batch does.
func sortRecords() func() {
	return func() {
		records := make([]record, 0, 60_000)
		for i := 0; i < cap(records); i++ {
			records = append(records, record{fmt.Sprintf("%08x", i*2654435761), i})
		}
		sort.Slice(records, func(i, j int) bool { return records[i].key < records[j].key })
		sink += records[0].size
	}
}

type placedOrder struct {
	Customer string            `json:"customer"`
	Lines    []ware            `json:"lines"`
	Notes    map[string]string `json:"notes"`
}

// takeOrders decodes, prices and answers orders, all in one handler.
func takeOrders() func() {
	body, err := json.Marshal(placedOrder{"Customer 7", newShop(30).wares, map[string]string{"gift": "yes"}})
	check(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var placed placedOrder
		check(json.NewDecoder(r.Body).Decode(&placed))
		for i := range placed.Lines {
			placed.Lines[i].Price *= 1.19
		}
		check(json.NewEncoder(w).Encode(placed))
	}))
	return func() { read(http.Post(server.URL, "application/json", bytes.NewReader(body))) }
}
