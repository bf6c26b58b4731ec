/**
 * A page that takes a dropped file: findings as text, the flamegraph as a picture. Nothing leaves the browser.
 */
import {analyze, PprofxError, readProfile, renderAnalysis, renderFlamegraph} from 'pprofx';

const drop = document.querySelector('#drop');
const findings = document.querySelector('#findings');
const picture = document.querySelector('#picture');

async function show(file) {
  try {
    const profile = readProfile(new Uint8Array(await file.arrayBuffer()), {name: file.name});
    // Names come from the file: text only, and the picture in a frame without rights.
    findings.textContent = renderAnalysis(analyze(profile));
    picture.srcdoc = renderFlamegraph(profile);
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    findings.textContent = `${error.message}\n${error.hint ?? ''}`;
  }
}

drop.addEventListener('dragover', (event) => event.preventDefault());
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length > 0) show(event.dataTransfer.files[0]);
});
document.querySelector('#file').addEventListener('change', ({target}) => show(target.files[0]));
