/**
 * A route that analyzes a Go process beside this one: GET /diagnosis/goroutine, /diagnosis/heap, …
 *
 * usage: NEIGHBOUR=http://localhost:6060 PORT=3000 node server.mjs
 *
 * The neighbour is configured and the kinds are listed: an address from the request would let anybody reach whatever this
 * machine reaches.
 */
import express from 'express';
import {analyze, PprofxError, renderAnalysis} from 'pprofx';
import {readSource} from 'pprofx/node';

const {NEIGHBOUR = 'http://localhost:6060', PORT = '3000'} = process.env;
const KINDS = ['allocs', 'block', 'goroutine', 'heap', 'mutex', 'profile'];

const app = express();
app.get('/diagnosis/:kind', async (request, response) => {
  const {kind} = request.params;
  if (!KINDS.includes(kind))
    return response
      .status(404)
      .type('text')
      .send(`kinds: ${KINDS.join(', ')}\n`);
  try {
    const profile = await readSource(`${NEIGHBOUR}/debug/pprof/${kind}`, kind === 'profile' ? {seconds: 5} : {});
    response.type('text').send(renderAnalysis(analyze(profile)));
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    response
      .status(502)
      .type('text')
      .send(`${error.message}\n${error.hint ?? ''}\n`);
  }
});
const server = app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
