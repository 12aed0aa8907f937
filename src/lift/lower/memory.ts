import type { Source } from '../../mm/program.ts';
import { pointee, pointerTo } from '../ctype.ts';
import { constant } from '../expr.ts';
import { emit, type Lowering } from './context.ts';
import { fieldOf, type Place, type Storage, scalar, temporary, unmodelled, type Value, valueIn } from './storage.ts';

/** Reads a place; a field or an entry that others may change is one step. `of` is the C text, which names the result. */
export function load(lowering: Lowering, place: Place, at: Source, of: string): Value {
  switch (place.kind) {
    case 'storage':
      return loadStorage(place.storage);
    case 'pointee': {
      const dest = temporary(lowering, of, place.type);
      emit(lowering, {
        kind: 'primitive',
        name: `load ${place.type}`,
        args: [place.pointer],
        dest: dest.local,
        at,
        reads: true,
      });
      return valueIn(dest);
    }
    case 'field': {
      const { struct, field, type, access } = place.signature;
      if (access === 'embedded') return scalar(place.object, type);
      if (access === 'stable' || access === 'contained')
        return scalar({ kind: 'field', struct, field, object: place.object }, type);
      const dest = temporary(lowering, of, type);
      emit(lowering, {
        kind: 'primitive',
        name: `load ${struct}.${field}`,
        args: [place.object],
        dest: dest.local,
        at,
        reads: true,
      });
      return valueIn(dest);
    }
    case 'object':
      return unmodelled(of, place.type, 'inside');
    case 'nowhere':
      return unmodelled(place.of, place.type);
  }
}

/** The value of what a C name stands for. */
export function loadStorage(storage: Storage): Value {
  switch (storage.kind) {
    case 'scalar':
      return valueIn(storage);
    case 'bundle':
      return { kind: 'bundle', of: storage, type: `struct ${storage.struct}` };
    case 'alias':
      return { kind: 'pointer', to: storage.to, type: storage.type, present: storage.present };
  }
}

/** Writes a place; what the model cannot write is sliced, or unknown where it may be a modelled object. */
export function store(lowering: Lowering, place: Place, value: Value, at: Source): void {
  if (value.kind === 'pointer' && place.kind !== 'storage') lowering.escaped.add(value.to);
  switch (place.kind) {
    case 'storage':
      storeStorage(lowering, place.storage, value, at);
      return;
    case 'pointee':
      storeStep(lowering, `store ${place.type}`, place.pointer, value, at);
      return;
    case 'field': {
      const { struct, field, access } = place.signature;
      const name = `store ${struct}.${field}`;
      if (access === 'shared' && lowering.vocabulary.primitive(name) !== undefined) {
        storeStep(lowering, name, place.object, value, at);
        return;
      }
      emit(lowering, { kind: 'unknown', name, at });
      return;
    }
    case 'object':
      emit(lowering, { kind: 'unknown', name: `store ${place.type}`, at });
      return;
    case 'nowhere':
      forgetEscaped(lowering, place.of, at);
      if (place.touches === undefined)
        emit(lowering, { kind: 'sliced', reason: 'memory that the model does not have', at });
      else emit(lowering, { kind: 'unknown', name: place.touches, at });
  }
}

function storeStep(
  lowering: Lowering,
  name: string,
  object: Extract<Place, { kind: 'pointee' }>['pointer'],
  value: Value,
  at: Source,
): void {
  if (value.kind === 'scalar')
    emit(lowering, { kind: 'primitive', name, args: [object, value.expr], dest: undefined, at });
  else emit(lowering, { kind: 'unknown', name, at });
}

/** Gives a C name a value. */
export function storeStorage(lowering: Lowering, storage: Storage, value: Value, at: Source): void {
  if (storage.kind === 'bundle') {
    if (value.kind === 'bundle') copyBundle(lowering, storage, value.of, at);
    else for (const field of storage.fields.values()) storeStorage(lowering, field, unmodelled('', ''), at);
    return;
  }
  if (storage.kind === 'alias') {
    // `pages++`: of an array that is handed over the model has the first element only.
    if (storage.isParameter === true && value.kind === 'unmodelled') forget(lowering, storage.to, value.of, at);
    else emit(lowering, { kind: 'unknown', name: 'assignment to a pointer to a local', at });
    return;
  }
  if (storage.type === 'unknown') storage.type = value.type;
  if (value.kind === 'scalar') {
    const isNumber = value.isNumber === true ? { isNumber: true } : {};
    emit(lowering, { kind: 'let', dest: storage.local, value: value.expr, at, ...isNumber });
    return;
  }
  if (value.kind === 'pointer') lowering.escaped.add(value.to);
  emit(lowering, { kind: 'havoc', dest: storage.local, of: value.kind === 'unmodelled' ? value.of : value.type, at });
}

/** Whoever has the address of a C name may have given it, or a field of it, any value; `of` says who. */
export function forget(
  lowering: Lowering,
  storage: Storage,
  of: string,
  at: Source,
  kept: Kept = () => false,
  depth = 0,
): void {
  if (depth > MAX_ALIASES) return;
  if (storage.kind === 'scalar') storeStorage(lowering, storage, unmodelled(of, storage.type), at);
  else if (storage.kind === 'alias') forget(lowering, storage.to, of, at, kept, depth + 1);
  else
    for (const [name, field] of storage.fields)
      if (!kept(lowering, storage.struct, name)) forget(lowering, field, of, at, kept, depth + 1);
}

/** Whether a field of a bundle keeps its value all the same. */
export type Kept = (lowering: Lowering, struct: string, field: string) => boolean;

/** Pointers to pointers go no deeper in C that people write. */
const MAX_ALIASES = 4;

/** Whoever writes memory that the model does not have may have written what has its address there. */
export function forgetEscaped(lowering: Lowering, of: string, at: Source): void {
  for (const storage of lowering.escaped) forget(lowering, storage, of, at);
}

type Bundle = Extract<Storage, { kind: 'bundle' }>;

/** A struct assignment: field by field, as far as fields were named. */
export function copyBundle(lowering: Lowering, to: Bundle, from: Bundle, at: Source): void {
  for (const name of to.fields.keys()) fieldOf(lowering, from, name);
  for (const [name, storage] of from.fields) {
    const mine = to.fields.get(name);
    if (mine !== undefined) storeStorage(lowering, mine, loadStorage(storage), at);
    else if (storage.kind === 'scalar') {
      const copy: Storage = temporary(lowering, `${to.name}.${name}`, storage.type);
      to.fields.set(name, copy);
      storeStorage(lowering, copy, loadStorage(storage), at);
    }
  }
}

/** `&place`: an alias of a C name, an object that is part of another, or nothing that the model has. */
export function addressOf(place: Place): Value {
  switch (place.kind) {
    case 'storage':
      return { kind: 'pointer', to: place.storage, type: pointerTo(storageType(place.storage)), present: constant(1) };
    case 'pointee':
    case 'object':
      return scalar(place.pointer, pointerTo(place.type));
    case 'field': {
      const { access, type, struct, field } = place.signature;
      if (access === 'embedded') return scalar(place.object, type.endsWith('*') ? type : pointerTo(type));
      if (access === 'contained')
        return scalar({ kind: 'field', struct, field, object: place.object }, pointerTo(type));
      return { kind: 'unmodelled', of: `&${struct}.${field}`, type: pointerTo(type), where: 'inside', field: place };
    }
    case 'nowhere':
      return unmodelled(`&${place.of}`, pointerTo(place.type), place.where);
  }
}

function storageType(storage: Storage): string {
  return storage.kind === 'bundle' ? `struct ${storage.struct}` : storage.type;
}

/** What a pointer value points to, as a place. */
export function dereference(lowering: Lowering, pointer: Value, of: string, at: Source): Place {
  if (pointer.kind === 'pointer') return { kind: 'storage', storage: pointer.to };
  const type = pointee(pointer.type) ?? 'unknown';
  const isModelled = lowering.vocabulary.primitive(`load ${type}`) !== undefined;
  if (pointer.kind === 'scalar' && isModelled) return { kind: 'pointee', pointer: pointer.expr, type };
  if (pointer.kind === 'scalar' && lowering.vocabulary.modelled(pointer.type))
    return { kind: 'object', pointer: pointer.expr, type };
  assertPresent(lowering, pointer, of, at);
  return { kind: 'nowhere', of, type, touches: isModelled ? `store ${type}` : undefined };
}

/** Whoever follows a pointer relies on it that it is not NULL; the model's own objects see to that themselves. */
export function assertPresent(lowering: Lowering, pointer: Value, of: string, at: Source): void {
  if (pointer.kind !== 'scalar' || pointer.symbol === true || !pointer.type.endsWith('*')) return;
  emit(lowering, { kind: 'assert', test: pointer.expr, says: `${of} follows no NULL pointer`, at, isImplied: true });
}
