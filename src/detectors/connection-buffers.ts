/**
 * Buffers of connections fill the heap: there are many connections, or they are never closed.
 */

import {MIB} from '../analysis/case/profile-values.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {pileFindings} from './support/heap-makers.ts';

const LIMITS = {
  /** At 8 to 64 kB a connection this is a thousand of them and more. */
  bytes: 64 * MIB,
  share: 0.4,
};

const MAKERS =
  /^(?:bufio\.New(?:Reader|Writer)(?:Size)?|net\/http\.newBufio(?:Reader|Writer\w*)|google\.golang\.org\/grpc\/internal\/transport\.(?:newBufWriter|newFramer)|golang\.org\/x\/net\/http2\.NewFramer|net\/http\.http2NewFramer|github\.com\/gorilla\/websocket\.newConn)$/;

export const connectionBuffers: Detector = {
  id: 'connection-buffers',
  title: sayLater('Buffers of connections fill the heap'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: pileFindings(
      subject,
      {
        id: 'connection-buffers',
        makers: MAKERS,
        plural: sayLater('read and write buffers'),
        cause: sayLater(
          'Each connection keeps its buffers until it is closed and nothing refers to it: many are open, or closed ones are still in a map or a closure.',
        ),
        advice: [
          sayLater(
            'Count connections against clients: `ss -tnp | wc -l`, or a goroutine dump; one client for each call is the usual leak of gRPC and HTTP.',
          ),
          sayLater('Remove a connection from every map when it closes, and set deadlines so that dead peers end.'),
          sayLater(
            'Make the buffers smaller or shared: grpc.WriteBufferSize and SharedWriteBuffer, websocket.Upgrader.WriteBufferPool.',
          ),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
