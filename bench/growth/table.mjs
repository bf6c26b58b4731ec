/** The table of growth: a row a shape, with what its commands cost at most. */
import {SIZES} from './run.mjs';

const [, , , LARGEST] = SIZES;

export const GROWTH_HEAD = `| ${LARGEST.toLocaleString('en').replace(',', ' ')} of | \`top\` | \`analyze\` | dearest command | highest power of CPU time | of memory | commands |
| --- | --- | --- | --- | --- | --- | --- |`;

export function growthRow({commands, shape}) {
  const dearest = highest(commands, ({cpu}) => cpu.at(-1));
  const power = (figure) => {
    const {exponents, name} = highest(commands, ({exponents}) => exponents[figure]);
    return exponents[figure] === 0 ? 'no growth' : `${exponents[figure].toFixed(2)} (${name})`;
  };
  const costOf = (wanted) => cost(commands.find(({name}) => name === wanted));
  const cells = [
    shape,
    costOf('top'),
    costOf('analyze'),
    `${dearest.name}: ${cost(dearest)}`,
    power('cpu'),
    power('rss'),
    commands.length,
  ];
  return `| ${cells.join(' | ')} |`;
}

function highest(commands, figure) {
  return commands.reduce((most, each) => (figure(each) > figure(most) ? each : most));
}

/** CPU seconds and peak memory at the largest size. */
function cost({cpu, rss}) {
  return `${cpu.at(-1).toFixed(1)} s, ${Math.round(rss.at(-1) / 1e6)} MB`;
}
