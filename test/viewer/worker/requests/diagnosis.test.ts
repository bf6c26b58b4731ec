import {expect, it} from 'vitest';
import {diagnoseInputs} from '../../../../viewer/worker/requests/diagnosis.ts';
import {readSample} from '../../../support/samples.ts';

it('of several inputs says which of them show a finding', async () => {
  const profiles = ['nodeips-hot/cpu-before.pb.gz', 'nodeips-hot/cpu-after.pb.gz'].map(readSample);
  const opened = {inputs: [], failures: []};
  const {answer} = await diagnoseInputs({profiles, files: [], options: {}, opened});
  const hot = answer.findings.findIndex(({culprit}) => culprit.function.includes('NodeIPs'));
  expect(answer.seenIn[hot]).toEqual([0]);
  expect(answer.seenIn).toHaveLength(answer.findings.length);
});
