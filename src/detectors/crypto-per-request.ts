/**
 * Password hashing or handshakes are done for every request.
 */
import type {Detector} from './detector.ts';
import {COSTLY_LIMITS, type CostlyLimits, costlyFindings} from './support/costly-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.25};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:golang\.org\/x\/crypto\/(?:bcrypt|blowfish|scrypt|pbkdf2|argon2)\.|crypto\/(?:rsa|internal\/bigmod|internal\/fips140\/(?:rsa|bigmod|mlkem|pbkdf2))\.|crypto\/ecdsa\.|crypto\/pbkdf2\.|crypto\/tls\.\(\*Conn\)\.(?:clientHandshake|serverHandshake|handshakeContext|Handshake)|math\/big\.(?:nat\.exp\w*|\(\*Int\)\.Exp|addMulVVW))/;

export const cryptoPerRequest: Detector = {
  id: 'crypto-per-request',
  title: 'Password hashing or handshakes are done for every request',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'crypto-per-request',
        pattern: WORK,
        phrase: 'password hashing or key exchange',
        cause:
          'These functions are slow on purpose; their result is meant to be kept, as a session, a token or a kept connection.',
        advice: [
          'Verify once and keep the result for a while: a session token, or a cache keyed by a hash of the credential with a short life.',
          'Reuse connections (keep-alive, TLS session resumption) instead of a handshake per request.',
          'Lower the cost factor only if the threat model allows.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
