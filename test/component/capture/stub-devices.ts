/** Replaces a method of `navigator.mediaDevices` until it is restored. */

type Method = 'getUserMedia' | 'getDisplayMedia' | 'enumerateDevices';

const replaced = new Set<Method>();

export function stubMediaDevices<Name extends Method>(
  name: Name,
  make: (original: MediaDevices[Name]) => MediaDevices[Name] | undefined,
): void {
  const original = navigator.mediaDevices[name].bind(navigator.mediaDevices) as MediaDevices[Name];
  Object.defineProperty(navigator.mediaDevices, name, { configurable: true, value: make(original) });
  replaced.add(name);
}

stubMediaDevices.restore = (): void => {
  // What was put on the object hides what its prototype has.
  for (const name of replaced) Reflect.deleteProperty(navigator.mediaDevices, name);
  replaced.clear();
};
