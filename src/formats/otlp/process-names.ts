/**
 * Names of processes by what OpenTelemetry's resources say of them: the service, and as much more as sets it apart.
 */
type Resource = ReadonlyMap<string, string>;

/** What names a process to a person, the best first. */
const NAMES = ['service.name', 'process.executable.name', 'k8s.container.name', 'container.name'];
/** What sets processes of one name apart. */
const MARKS = ['k8s.pod.name', 'host.name', 'container.id', 'service.instance.id', 'process.pid', 'service.version'];

/** @returns the name of a resource among `resources`; '' where it says nothing */
export function processNames(resources: readonly Resource[]): (resource: Resource) => string {
  const distinct = [...new Map(resources.map((each) => [JSON.stringify([...each]), each])).values()];
  const keys: string[] = [];
  const nameOf = (resource: Resource): string => {
    const name = NAMES.map((key) => resource.get(key)).find((text) => text !== undefined && text !== '');
    const marks = keys.flatMap((key) => resource.get(key) ?? []);
    return [...(name === undefined ? [] : [name]), ...marks].join(' ');
  };
  const count = (): number => new Set(distinct.map(nameOf)).size;
  for (const key of MARKS) {
    const before = count();
    if (before === distinct.length) break;
    keys.push(key);
    if (count() === before) keys.pop();
  }
  return nameOf;
}
