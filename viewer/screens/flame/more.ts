/**
 * What a flamegraph needs once it is painted: its commands, its legend, other colours. Together they are one request.
 */
export {packageLegend, signLegend} from '../../flame/package-legend.ts';
export {flameCommand, openMenu} from './actions.ts';
export {breadcrumbs} from './breadcrumbs.ts';
export {lookOf} from './looks.ts';
