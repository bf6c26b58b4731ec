/**
 * One profile or dump among others: what it is of, when it was taken and how to read it again.
 */
import {type Profile, type ProfileKind, programMapping} from '../model/profile.ts';
import type {Entry, PartPlace} from './entry.ts';

export interface Evidence {
  /** How commands name it: a path, or `bundle.zip!/path`. */
  readonly address: string;
  /** Within the folder or archive. */
  readonly path: string;
  /** Among all evidence, in the order in which it was found. */
  readonly position: number;
  /** The folder, archive or file that was given. */
  readonly input: string;
  readonly kind: ProfileKind;
  /** Id of the format that read it. */
  readonly format: string;
  /** A text dump says more of goroutines than the profile of the same moment. */
  readonly isText: boolean;
  readonly size: number;
  /** Unix time in nanoseconds as the profile says, 0n where it does not. */
  readonly timeNanos: bigint;
  readonly modifiedAt: Date | undefined;
  /** Of a file that holds several profiles. */
  readonly part: PartPlace | undefined;
  /** Name of the program, '' where the profile does not say. */
  readonly program: string;
  /** Sum over the samples of the type that is shown first. */
  readonly total: number;
  /** Kept while there is room; read again by `address` where it was not. */
  readonly profile: Profile | undefined;
}

/** @param position  among all evidence */
export function evidenceOf(
  {address, modifiedAt, part, path, size}: Omit<Entry, 'chunks' | 'size'> & {readonly size: number},
  input: string,
  profile: Profile,
  position: number,
  isKept: boolean,
): Evidence {
  const {format, goroutines, kind, timeNanos} = profile;
  return {
    address,
    path,
    position,
    input,
    kind,
    format,
    isText: goroutines !== undefined,
    size,
    timeNanos,
    modifiedAt,
    part,
    program: programMapping(profile)?.file.split('/').at(-1) ?? '',
    total: totalOf(profile),
    profile: isKept ? profile : undefined,
  };
}

/** Numbers of goroutines, bytes or nanoseconds. */
function totalOf({defaultSampleType, samples}: Profile): number {
  return samples.values[defaultSampleType]?.reduce((sum, value) => sum + value, 0) ?? 0;
}
