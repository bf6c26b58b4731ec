/**
 * Which layer a frame belongs to: the runtime, synchronisation, the standard library, plumbing, or code that can be
 * held responsible.
 *
 * Blame goes to the first frame of `code` above the leaf; what lies beneath only does its work.
 */
import {isRuntimePackage, isStandardPackage, packageOf, parseSymbol} from '../../model/symbol.ts';

/** From the machine upwards. `unknown` is code without a name. */
export type Layer = 'unknown' | 'runtime' | 'sync' | 'standard' | 'plumbing' | 'code';

/** Libraries that only encode, compress, hash, wrap system calls or carry bytes for their callers. */
const PLUMBING =
  /^(?:github\.com\/(?:json-iterator\/go|gogo\/protobuf|golang\/(?:protobuf|snappy)|modern-go\/|mailru\/easyjson|ugorji\/go|vmihailenco\/msgpack|hashicorp\/go-msgpack|tinylib\/msgp|bytedance\/sonic|goccy\/go-(?:json|yaml)|klauspost\/compress|pierrec\/lz4|DataDog\/zstd|cespare\/xxhash|pkg\/errors|planetscale\/vtprotobuf|mitchellh\/(?:mapstructure|copystructure|reflectwalk)|valyala\/(?:bytebufferpool|fastjson)|vishvananda\/netlink|mdlayher\/|fsnotify\/|spaolacci\/murmur3)|google\.golang\.org\/(?:protobuf|grpc)|golang\.org\/x\/(?:crypto|net|sys|text|sync|exp)|gopkg\.in\/(?:yaml|square\/go-jose|inf)|go\.yaml\.in|sigs\.k8s\.io\/(?:json|yaml|structured-merge-diff)|k8s\.io\/(?:apimachinery\/(?:pkg\/runtime|pkg\/conversion|third_party)|client-go\/rest\/watch))(?:$|[/.])/;

/** Types that stand in front of a lock or a semaphore, whoever wrote them. */
const SYNC_RECEIVER = /(?:Mutex|WaitGroup|Cond|Semaphore|Weighted|[a-z]Lock|^Locker|Once)$/i;
const SYNC_METHOD = /^(?:R?Lock|R?lock\w*|TryR?Lock|Wait|Acquire|acquire|doSlow|Do|lockAll|P|Down)$/;

/** Packages whose frames only park the goroutine for their caller. */
const SYNC_PACKAGES: ReadonlySet<string> = new Set([
  'sync',
  'internal/sync',
  'internal/poll',
  'golang.org/x/sync/errgroup',
  'golang.org/x/sync/semaphore',
  'golang.org/x/sync/singleflight',
  'github.com/sasha-s/go-deadlock',
]);

const LAYERS = new Map<string, Layer>();
/** Enough for every name of one large profile; past it the memo starts over. */
const MEMO_LIMIT = 200_000;

/** The layer of a frame, by its raw name. */
export function layerOf(name: string): Layer {
  const known = LAYERS.get(name);
  if (known !== undefined) return known;
  if (LAYERS.size >= MEMO_LIMIT) LAYERS.clear();
  const layer = classify(name);
  LAYERS.set(name, layer);
  return layer;
}

function classify(name: string): Layer {
  // `<unknown>`, `[libc.so]`: no function, only a place.
  if (name === '' || /^(?:<.*>|\[.*\])$/.test(name)) return 'unknown';
  const importPath = packageOf(name);
  if (importPath === '') return RUNTIME_BARE.test(name) ? 'runtime' : 'code';
  if (isRuntimePackage(importPath) || name === 'time.Sleep') return 'runtime';
  if (SYNC_PACKAGES.has(importPath) || isSyncWrapper(name)) return 'sync';
  if (isStandardPackage(importPath)) return name.startsWith('net.runtime_poll') ? 'sync' : 'standard';
  return PLUMBING.test(importPath) ? 'plumbing' : 'code';
}

/** Assembly and C entry points that carry no package: `memeqbody`, `cmpbody`, `aeshashbody`. */
const RUNTIME_BARE =
  /^(?:_?rt0_|runtime·|goexit$|_?cgo|clone|__|(?:memeq|cmp|index(?:byte)?|count|aeshash\d*)body$|callRet$|gosave_)/;

function isSyncWrapper(name: string): boolean {
  if (!/[Ll]ock|Wait|cquire|doSlow|\.Do$|\.P$|Down/.test(name)) return false;
  const {function: method, receiver} = parseSymbol(name);
  return receiver !== '' && SYNC_RECEIVER.test(receiver) && SYNC_METHOD.test(method);
}

const HELPER_METHOD =
  /^(?:read|write|do|run|call|exec|view|update|with\w*|invoke|apply|each|forEach|walk|iterate|locked|retry\w*|wrap\w*|measure|trace\w*|time\w*)$/i;

/** A method that only runs what its caller hands it, such as `(*Store).read(func…)`: the caller is to blame. */
export function isHelperMethod(name: string): boolean {
  const {closure, function: method, receiver} = parseSymbol(name);
  return receiver !== '' && closure === '' && HELPER_METHOD.test(method);
}

const TEST_WORD = /Test|Benchmark|Example/;

/** Functions of tests themselves: they drive the code, and are seldom to blame for it. */
export function isTestFunction(name: string): boolean {
  if (!TEST_WORD.test(name)) return false;
  const {closure, function: method} = parseSymbol(name);
  return /^(?:Test|Benchmark|Example)(?:[^a-z]|$)/.test(method) && (closure === '' || closure.startsWith('func'));
}

/** Entries and switches that carry everything and do nothing. */
export function isCarrier(name: string): boolean {
  return CARRIERS.test(name);
}

const CARRIERS =
  /^runtime\.(?:goexit\d?|main|mcall|mstart\d?|systemstack|morestack\w*|rt0_go|schedule|park_m|gopark\w*|asmcgocall|cgocall\w*|lostProfileData|_\w+)$|^main\.main$|^testing\.|^net\/http\.(?:\(\*conn\)\.serve|serverHandler\.ServeHTTP|HandlerFunc\.ServeHTTP)$/;

/** A plain function that only reads for its caller: `fill`, `readFull`; methods are somebody's connection. */
const READER = /^(?:fill|read|recv|receive)[A-Z]?\w*$/;

/** Of a wait for the network, the caller of a plain reading function in its own package: the loop that waits there. */
function pastReader(names: readonly string[], at: number): number {
  if (!names.slice(0, at).some(isPoll)) return at;
  const {function: method, package: home, receiver} = parseSymbol(names[at]);
  if (receiver !== '' || !READER.test(method)) return at;
  const caller = names[at + 1];
  return caller !== undefined && packageOf(caller) === home && layerOf(caller) === 'code' ? at + 1 : at;
}

function isPoll(name: string): boolean {
  return name === 'internal/poll.runtime_pollWait' || name === 'net.runtime_pollWait';
}

/**
 * The frame to hold responsible for a blocked goroutine: the first of `code`; without one, the first that is neither
 * runtime nor synchronisation. Index into `names` (leaf first), -1 when there is none.
 */
export function responsibleFrame(names: readonly string[]): number {
  let fallback = -1;
  let outermost = -1;
  for (let i = 0; i < names.length; i++) {
    const layer = layerOf(names[i]);
    if (layer === 'code' && !isTestFunction(names[i])) return pastReader(names, i);
    if (fallback < 0 && (layer === 'standard' || layer === 'plumbing' || layer === 'code')) fallback = i;
    if (layer === 'standard' || layer === 'plumbing') outermost = i;
  }
  if (fallback < 0) return syncFallback(names);
  // Of a connection nobody's code waits for, the loop that serves it says more than the system call.
  return names.some(isPoll) && outermost >= 0 ? outermost : fallback;
}

/** Only parking frames are left: the outermost of them says most. */
function syncFallback(names: readonly string[]): number {
  for (let i = names.length - 1; i >= 0; i--) if (layerOf(names[i]) === 'sync') return i;
  return names.length > 0 ? 0 : -1;
}

/** The frame that carries out the blocking operation: the first that is neither runtime nor synchronisation. */
export function blockingFrame(names: readonly string[]): number {
  for (let i = 0; i < names.length; i++) {
    const layer = layerOf(names[i]);
    if (layer !== 'runtime' && layer !== 'sync' && layer !== 'unknown') return i;
  }
  return syncFallback(names);
}
