/**
 * Every test runs with Object.prototype frozen: a name such as `__proto__` that reached it would throw.
 *
 * Libraries of the test runner assign `toString` and the like on plain objects, which a frozen prototype forbids;
 * accessors that define the property on the object itself keep that working.
 *
 * Property by property: after `Object.freeze` V8 gives up its fast elements, and everything takes 3.5 times as long.
 */
const KEPT: ReadonlySet<PropertyKey> = new Set([
  'constructor',
  'toString',
  'toLocaleString',
  'valueOf',
  'hasOwnProperty',
]);

if (!Object.isFrozen(Object.prototype)) freeze();

function freeze(): void {
  for (const name of Reflect.ownKeys(Object.prototype)) {
    const property = Object.getOwnPropertyDescriptor(Object.prototype, name);
    if (property === undefined || !('value' in property)) {
      Object.defineProperty(Object.prototype, name, {configurable: false});
    } else if (KEPT.has(name)) {
      Object.defineProperty(Object.prototype, name, assignableBelow(name, property.value));
    } else {
      Object.defineProperty(Object.prototype, name, {configurable: false, writable: false});
    }
  }
  Object.preventExtensions(Object.prototype);
}

/** What gives the value, may be assigned on every other object, and not on the prototype. */
function assignableBelow(name: PropertyKey, original: unknown): PropertyDescriptor {
  return {
    configurable: false,
    enumerable: false,
    get: () => original,
    set(this: object, value: unknown) {
      if (this === Object.prototype) throw new TypeError(`Object.prototype.${String(name)} was assigned`);
      Object.defineProperty(this, name, {value, writable: true, enumerable: true, configurable: true});
    },
  };
}
