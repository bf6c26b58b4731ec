/**
 * The packages of Go's standard library by name, 1.19 to 1.26: names that a report may always show, because they identify
 * nobody. Unlike `isStandardPackage`, which goes by the first element, a private `internal/billing` is none.
 *
 * Source: `go list std`, and the release notes after Go 1.19.
 */
const PACKAGES: ReadonlySet<string> = new Set(
  `
archive/tar archive/zip arena bufio bytes cmp compress/bzip2 compress/flate compress/gzip compress/lzw
compress/zlib container/heap container/list container/ring context crypto crypto/aes crypto/cipher crypto/des
crypto/dsa crypto/ecdh crypto/ecdsa crypto/ed25519 crypto/elliptic crypto/fips140 crypto/hkdf crypto/hmac
crypto/internal/bigmod crypto/internal/boring crypto/internal/boring/bbig crypto/internal/boring/bcache
crypto/internal/boring/sig crypto/internal/edwards25519 crypto/internal/edwards25519/field
crypto/internal/fips140/aes crypto/internal/fips140/aes/gcm crypto/internal/fips140/bigmod
crypto/internal/fips140/drbg crypto/internal/fips140/ecdh crypto/internal/fips140/ecdsa
crypto/internal/fips140/ed25519 crypto/internal/fips140/edwards25519 crypto/internal/fips140/edwards25519/field
crypto/internal/fips140/hkdf crypto/internal/fips140/hmac crypto/internal/fips140/mlkem
crypto/internal/fips140/nistec crypto/internal/fips140/nistec/fiat crypto/internal/fips140/rsa
crypto/internal/fips140/sha256 crypto/internal/fips140/sha3 crypto/internal/fips140/sha512
crypto/internal/fips140/subtle crypto/internal/fips140/tls12 crypto/internal/fips140/tls13
crypto/internal/nistec crypto/internal/nistec/fiat crypto/internal/randutil crypto/internal/subtle
crypto/internal/sysrand crypto/md5 crypto/mlkem crypto/pbkdf2 crypto/rand crypto/rc4 crypto/rsa crypto/sha1
crypto/sha256 crypto/sha3 crypto/sha512 crypto/subtle crypto/tls crypto/x509 crypto/x509/pkix database/sql
database/sql/driver debug/buildinfo debug/dwarf debug/elf debug/gosym debug/macho debug/pe debug/plan9obj embed
encoding encoding/ascii85 encoding/asn1 encoding/base32 encoding/base64 encoding/binary encoding/csv
encoding/gob encoding/hex encoding/json encoding/json/internal/jsonwire encoding/json/jsontext encoding/json/v2
encoding/pem encoding/xml errors expvar flag fmt go/ast go/build go/build/constraint go/constant go/doc
go/doc/comment go/format go/importer go/internal/gccgoimporter go/internal/gcimporter go/internal/srcimporter
go/internal/typeparams go/parser go/printer go/scanner go/token go/types go/version hash hash/adler32 hash/crc32
hash/crc64 hash/fnv hash/maphash html html/template image image/color image/color/palette image/draw image/gif
image/internal/imageutil image/jpeg image/png index/suffixarray internal/abi internal/bisect internal/buildcfg
internal/bytealg internal/cfg internal/chacha8rand internal/concurrent internal/coverage/rtcov internal/cpu
internal/filepathlite internal/fmtsort internal/goarch internal/godebug internal/goexperiment internal/goos
internal/goroot internal/gover internal/goversion internal/intern internal/itoa internal/lazyregexp
internal/lazytemplate internal/nettrace internal/oserror internal/poll internal/profile internal/profilerecord
internal/race internal/reflectlite internal/runtime/atomic internal/runtime/cgroup internal/runtime/exithook
internal/runtime/gc internal/runtime/gc/scan internal/runtime/maps internal/runtime/math internal/runtime/sys
internal/runtime/syscall internal/runtime/syscall/linux internal/safefilepath internal/saferio
internal/singleflight internal/stringslite internal/sync internal/synctest internal/syscall/execenv
internal/syscall/unix internal/sysinfo internal/testlog internal/trace internal/trace/tracev2
internal/unsafeheader internal/weak internal/zstd io io/fs io/ioutil iter log log/internal log/slog
log/slog/internal log/slog/internal/buffer log/syslog maps math math/big math/bits math/cmplx math/rand
math/rand/v2 mime mime/multipart mime/quotedprintable net net/http net/http/cgi net/http/cookiejar net/http/fcgi
net/http/httptest net/http/httptrace net/http/httputil net/http/internal net/http/internal/ascii
net/http/internal/httpcommon net/http/internal/testcert net/http/pprof net/mail net/netip net/rpc
net/rpc/jsonrpc net/smtp net/textproto net/url os os/exec os/exec/internal os/signal os/user path path/filepath
plugin reflect regexp regexp/syntax runtime runtime/cgo runtime/coverage runtime/debug runtime/internal/atomic
runtime/internal/math runtime/internal/sys runtime/internal/syscall runtime/metrics runtime/pprof runtime/race
runtime/secret runtime/trace slices sort strconv strings structs sync sync/atomic syscall testing testing/fstest
testing/internal/testdeps testing/iotest testing/quick testing/slogtest testing/synctest text/scanner
text/tabwriter text/template text/template/parse time time/tzdata unicode unicode/utf16 unicode/utf8 unique
unsafe vendor/golang.org/x/crypto/chacha20 vendor/golang.org/x/crypto/chacha20poly1305
vendor/golang.org/x/crypto/cryptobyte vendor/golang.org/x/crypto/cryptobyte/asn1
vendor/golang.org/x/crypto/curve25519 vendor/golang.org/x/crypto/curve25519/internal/field
vendor/golang.org/x/crypto/hkdf vendor/golang.org/x/crypto/internal/poly1305
vendor/golang.org/x/crypto/internal/subtle vendor/golang.org/x/net/dns/dnsmessage
vendor/golang.org/x/net/http/httpguts vendor/golang.org/x/net/http/httpproxy vendor/golang.org/x/net/http2
vendor/golang.org/x/net/http2/hpack vendor/golang.org/x/net/idna vendor/golang.org/x/net/nettest
vendor/golang.org/x/sys/cpu vendor/golang.org/x/text/secure/bidirule vendor/golang.org/x/text/transform
vendor/golang.org/x/text/unicode/bidi vendor/golang.org/x/text/unicode/norm weak
`
    .trim()
    .split(/\s/),
);

/** Whether the import path is exactly that of a package of the standard library. */
export function isListedStandardPackage(importPath: string): boolean {
  return PACKAGES.has(importPath);
}
