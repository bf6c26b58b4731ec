/**
 * Every test runs with Object.prototype frozen: a name such as `__proto__` that reached it would throw.
 *
 * Libraries of the test runner assign `toString` and the like on plain objects, which a frozen prototype forbids;
 * accessors that define the property on the object itself keep that working.
 */
const KEPT = ['constructor', 'toString', 'toLocaleString', 'valueOf', 'hasOwnProperty'] as const;

if (!Object.isFrozen(Object.prototype)) freeze();

function freeze(): void {
  for (const name of KEPT) {
    const original: unknown = Object.prototype[name];
    Object.defineProperty(Object.prototype, name, {
      configurable: false,
      enumerable: false,
      get: () => original,
      set(this: object, value: unknown) {
        if (this === Object.prototype) throw new TypeError(`Object.prototype.${name} was assigned`);
        Object.defineProperty(this, name, {value, writable: true, enumerable: true, configurable: true});
      },
    });
  }
  Object.freeze(Object.prototype);
}
