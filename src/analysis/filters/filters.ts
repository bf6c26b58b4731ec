/**
 * The one implementation of every filter, Profile → Profile, for all commands, the viewer and comparisons.
 *
 * The order is google/pprof's and does not depend on the order of options: label frames (tagroot, tagleaf), focus and
 * ignore, hide, show, show-from, tagfocus and tagignore, tagshow and taghide, prune-from. Inlined calls are folded
 * last. Granularity is no filter but a way of naming frames: see frame-names.ts.
 */
import type {Profile} from '../../model/profile.ts';
import {compilePattern, type Pattern} from '../names/pattern.ts';
import type {LabelUnits} from '../values/label-units.ts';
import {labelUnits} from '../values/label-units.ts';
import {dropInlines, focusAndIgnore, hideFrames, pruneFrom, showFrames, showFrom} from './frame-filters.ts';
import {compileTagMatch, filterTags, type TagMatch, tagFocusAndIgnore} from './tag-filters.ts';
import {addTagFrames} from './tag-frames.ts';

/** Texts as a user types them; '' or absent means "not set". Names are go tool pprof's. */
export interface FilterSettings {
  readonly focus?: string;
  readonly ignore?: string;
  readonly hide?: string;
  readonly show?: string;
  readonly showFrom?: string;
  readonly pruneFrom?: string;
  readonly tagFocus?: string;
  readonly tagIgnore?: string;
  readonly tagShow?: string;
  readonly tagHide?: string;
  /** Comma-separated label keys. */
  readonly tagRoot?: string;
  readonly tagLeaf?: string;
}

/** Every filter with the name it has in messages, in the order of legends. */
const NAMES: readonly (readonly [keyof FilterSettings, string])[] = [
  ['focus', 'focus'],
  ['ignore', 'ignore'],
  ['hide', 'hide'],
  ['show', 'show'],
  ['showFrom', 'show-from'],
  ['tagFocus', 'tagfocus'],
  ['tagIgnore', 'tagignore'],
  ['tagShow', 'tagshow'],
  ['tagHide', 'taghide'],
  ['pruneFrom', 'prune-from'],
  ['tagRoot', 'tagroot'],
  ['tagLeaf', 'tagleaf'],
];

export interface FilterResult {
  readonly profile: Profile;
  /** Names of filters that matched nothing. */
  readonly unmatched: readonly string[];
}

/** `name=value` of every filter that is set. */
export function activeFilters(settings: FilterSettings): string[] {
  return NAMES.filter(([key]) => isSet(settings[key])).map(([key, name]) => `${name}=${settings[key]}`);
}

/** Whether any filter is set at all. */
export function hasFilters(settings: FilterSettings): boolean {
  return NAMES.some(([key]) => isSet(settings[key]));
}

/**
 * All filters at once: what a viewer or a comparison calls. Samples without frames go when any filter is set.
 *
 * @param unit  what numeric labels are shown in when they become frames
 * @throws INVALID_PATTERN
 */
export function applyFilters(profile: Profile, settings: FilterSettings, unit = 'auto'): FilterResult {
  if (!hasFilters(settings)) return {profile, unmatched: []};
  const units = labelUnits(profile);
  const framed = applyTagFrames(profile, settings, unit);
  const filtered = applySampleFilters(framed.profile, settings, units);
  return {profile: filtered.profile, unmatched: [...framed.unmatched, ...filtered.unmatched]};
}

/** tagroot and tagleaf alone: reports count their total after these and before the others. */
export function applyTagFrames(profile: Profile, settings: FilterSettings, unit: string): FilterResult {
  const keys = (list: string | undefined): string[] => (list ?? '').split(',').filter((key) => key !== '');
  const framed = addTagFrames(profile, keys(settings.tagRoot), keys(settings.tagLeaf), unit);
  const unmatched: string[] = [];
  if (isSet(settings.tagRoot) && !framed.hasRoot) unmatched.push('tagroot');
  if (isSet(settings.tagLeaf) && !framed.hasLeaf) unmatched.push('tagleaf');
  return {profile: framed.profile, unmatched};
}

/** All filters but tagroot and tagleaf, in google/pprof's order. */
export function applySampleFilters(profile: Profile, settings: FilterSettings, units: LabelUnits): FilterResult {
  const compiled = compileFilters(settings, units);
  const unmatched: string[] = [];
  const note = (pattern: Pattern | TagMatch | undefined, hasMatched: boolean, name: string): void => {
    if (pattern !== undefined && !hasMatched) unmatched.push(name);
  };
  const {focus, hide, ignore, prune, show, showFromPattern, tagFocus, tagHide, tagIgnore, tagShow} = compiled;
  const focused = focusAndIgnore(profile, focus, ignore);
  note(focus, focused.hasFocused, 'focus');
  note(ignore, focused.hasIgnored, 'ignore');
  let current = focused.profile;
  const frameSteps = [
    ['hide', hide, hideFrames],
    ['show', show, showFrames],
    ['show-from', showFromPattern, showFrom],
  ] as const;
  for (const [name, pattern, apply] of frameSteps) {
    if (pattern === undefined) continue;
    const result = apply(current, pattern);
    note(pattern, result.hasMatched, name);
    current = result.profile;
  }
  const tagged = tagFocusAndIgnore(current, tagFocus, tagIgnore);
  note(tagFocus, tagged.hasFocused, 'tagfocus');
  note(tagIgnore, tagged.hasIgnored, 'tagignore');
  const labelled = filterTags(tagged.profile, tagShow, tagHide);
  note(tagShow, labelled.hasShown, 'tagshow');
  note(tagHide, labelled.hasHidden, 'taghide');
  if (prune === undefined) return {profile: labelled.profile, unmatched};
  const pruned = pruneFrom(labelled.profile, prune);
  note(prune, pruned.hasMatched, 'prune-from');
  return {profile: pruned.profile, unmatched};
}

/** Inlined calls, when the user does not want to see them. */
export function applyNoInlines(profile: Profile, isWanted: boolean): Profile {
  return isWanted ? dropInlines(profile) : profile;
}

interface CompiledFilters {
  readonly focus: Pattern | undefined;
  readonly ignore: Pattern | undefined;
  readonly hide: Pattern | undefined;
  readonly show: Pattern | undefined;
  readonly showFromPattern: Pattern | undefined;
  readonly prune: Pattern | undefined;
  readonly tagFocus: TagMatch | undefined;
  readonly tagIgnore: TagMatch | undefined;
  readonly tagShow: Pattern | undefined;
  readonly tagHide: Pattern | undefined;
}

function compileFilters(settings: FilterSettings, units: LabelUnits): CompiledFilters {
  const pattern = (name: string, text: string | undefined): Pattern | undefined =>
    isSet(text) ? compilePattern(text, name) : undefined;
  const tagMatch = (name: string, text: string | undefined): TagMatch | undefined =>
    isSet(text) ? compileTagMatch(name, text, units) : undefined;
  return {
    focus: pattern('focus', settings.focus),
    ignore: pattern('ignore', settings.ignore),
    hide: pattern('hide', settings.hide),
    show: pattern('show', settings.show),
    showFromPattern: pattern('show-from', settings.showFrom),
    prune: pattern('prune-from', settings.pruneFrom),
    tagFocus: tagMatch('tagfocus', settings.tagFocus),
    tagIgnore: tagMatch('tagignore', settings.tagIgnore),
    tagShow: pattern('tagshow', settings.tagShow),
    tagHide: pattern('taghide', settings.tagHide),
  };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
