/**
 * Everything that a profile is shown as. Each input becomes one of them, chosen at random: all of them for every input
 * would cost ten times as much as reading it, and a run of a million inputs gets to each often.
 */

/** @param load  imports a module of the instrumented build */
export async function loadOutputs(load) {
  const outputs = [...(await analysisOutputs(load)), ...(await reportOutputs(load)), ...(await treeOutputs(load))];
  return (profile, random) => random.pick(outputs)(profile);
}

async function analysisOutputs(load) {
  const {analyze} = await load('analyze.js');
  const {diffProfiles} = await load('diff.js');
  const {renderAnalysisJson} = await load('render/json/analysis.js');
  const {renderAnalysisMarkdown} = await load('render/markdown/analysis.js');
  const {renderAnalysisSarif} = await load('render/json/sarif.js');
  const {renderAnalysisText} = await load('render/text/analysis.js');
  const {renderFindingsHtml} = await load('render/html/findings.js');
  const {renderDiffJson} = await load('render/json/diff.js');
  const {renderDiffMarkdown} = await load('render/markdown/diff.js');
  const {renderDiffText} = await load('render/text/diff.js');
  const {PLAIN} = await load('render/words/style.js');
  const analyzed = (render) => (profile) => {
    const {findings, subject, suppressed} = analyze([profile]);
    return render(subject, findings, suppressed);
  };
  const compared = (render) => (profile) => render(diffProfiles([profile], [profile]));
  return [
    json(analyzed(renderAnalysisJson)),
    json(analyzed((subject, findings) => renderAnalysisSarif(subject, findings, [], '0'))),
    text(analyzed((subject, findings) => renderAnalysisMarkdown(subject, findings))),
    text(analyzed((subject, findings) => renderFindingsHtml(subject, findings))),
    text(analyzed((...diagnosis) => renderAnalysisText(...diagnosis, PLAIN))),
    json(compared(renderDiffJson)),
    text(compared(renderDiffMarkdown)),
    text(compared((diff) => renderDiffText(diff, {nodeCount: 15, fullNames: false}, PLAIN))),
  ].map(ofSamples);
}

async function reportOutputs(load) {
  const {openReport} = await load('analysis/reports/report.js');
  const {trimmedGraph} = await load('analysis/reports/report-graph.js');
  const {DEFAULT_REPORT_SETTINGS} = await load('analysis/reports/report-settings.js');
  const {renderCallgrind} = await load('render/exchange/callgrind.js');
  const {renderDot} = await load('render/exchange/dot.js');
  const {renderTagsJson, renderTracesJson, renderTreeJson} = await load('render/json/report.js');
  const {renderTagsText} = await load('render/text/tags.js');
  const {renderTopJson} = await load('render/json/top.js');
  const {renderTopText} = await load('render/text/top.js');
  const {renderTracesText} = await load('render/text/traces.js');
  const {renderTreeText} = await load('render/text/tree.js');
  const {PLAIN} = await load('render/words/style.js');
  const words = {hasFullNames: true, isCompact: false};
  const report = (kind, render) => (profile) => render(openReport(profile, kind, DEFAULT_REPORT_SETTINGS));
  const graph = (kind, render) => report(kind, (opened) => render(opened, trimmedGraph(opened)));
  return [
    text(graph('callgrind', renderCallgrind)),
    text(graph('dot', renderDot)),
    json(report('tags', renderTagsJson)),
    text(report('tags', (opened) => renderTagsText(opened, words, PLAIN))),
    json(graph('text', renderTopJson)),
    text(graph('text', (opened, trimmed) => renderTopText(opened, trimmed, words, PLAIN))),
    json(report('traces', renderTracesJson)),
    text(report('traces', (opened) => renderTracesText(opened, words, PLAIN))),
    json(graph('tree', (opened, trimmed) => renderTreeJson(opened, trimmed, undefined))),
    text(graph('tree', (opened, trimmed) => renderTreeText(opened, trimmed, undefined, words, PLAIN))),
  ].map(ofSamples);
}

async function treeOutputs(load) {
  const {buildTree} = await load('analysis/tree/tree.js');
  const {flameTree} = await load('analysis/tree/flame-tree.js');
  const {groupGoroutines} = await load('analysis/goroutines/groups.js');
  const {readProfile} = await load('read.js');
  const {renderFlameSvg} = await load('render/svg/flame.js');
  const {renderFlameText} = await load('render/text/flame.js');
  const {renderFolded} = await load('render/exchange/folded.js');
  const {renderGoroutinesJson} = await load('render/json/goroutines.js');
  const {renderGoroutinesText} = await load('render/text/goroutines.js');
  const {encodePprof} = await load('render/exchange/pprof.js');
  const {renderProfileJson} = await load('render/json/profile.js');
  const {renderRawText} = await load('render/text/raw.js');
  const {renderSpeedscope} = await load('render/exchange/speedscope.js');
  const {PLAIN} = await load('render/words/style.js');
  const flame = (render) => (profile) => {
    const sampleType = profile.defaultSampleType;
    return render(profile, flameTree(buildTree(profile, sampleType), {foldRuns: true}), sampleType);
  };
  const grouped = (render) => (profile) =>
    render(profile, groupGoroutines(profile, {similar: 'lines', by: 'stack', keep: () => true}));
  const all = {limit: 0, depth: 0, ids: true, fullNames: true};
  return [
    text(flame((profile, tree, sampleType) => renderFlameSvg(profile, tree, {sampleType, width: 800}))),
    text(
      flame((profile, tree, sampleType) =>
        renderFlameText(profile, tree, {sampleType, columns: 100, maxDepth: 60}, PLAIN),
      ),
    ),
    text((profile) => renderFolded(profile, profile.defaultSampleType)),
    text(renderRawText),
    json(renderProfileJson),
    json(renderSpeedscope),
    (profile) => sameSums(profile, readProfile(encodePprof(profile))),
    ofGoroutines(json(grouped((profile, groups) => renderGoroutinesJson(profile, groups, all)))),
    ofGoroutines(text(grouped((profile, groups) => renderGoroutinesText(profile, groups, all, PLAIN)))),
  ].map(ofSamples);
}

const ofSamples = (output) => (profile) => profile.sampleTypes.length === 0 || output(profile);
const ofGoroutines = (output) => (profile) => profile.goroutines === undefined || output(profile);
const json = (render) => (profile) => JSON.parse(render(profile));

/** No report may move the cursor, ring or reorder. */
const text = (render) => (profile) => {
  const result = render(profile);
  const at = result.search(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  if (at >= 0) {
    throw new Error(`control character in a report: ${JSON.stringify(result.slice(Math.max(0, at - 100), at + 20))}`);
  }
};

/** What was written must read back to the same sums. */
function sameSums(written, read) {
  const exact = (column, residues) =>
    residues === undefined
      ? BigInt(column.reduce((sum, value) => sum + value, 0))
      : column.reduce((sum, value, row) => sum + BigInt(value) + BigInt(residues[row]), 0n);
  const sums = ({samples}) => samples.values.map((column, type) => exact(column, samples.residues[type])).join();
  if (sums(written) !== sums(read)) throw new Error(`pprof output holds ${sums(read)}, not ${sums(written)}`);
}
