/**
 * Signatures, key exchanges or password hashes are made again and again.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {CRYPTO_CAUSES} from './support/crypto-causes.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.25};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:golang\.org\/x\/crypto\/(?:bcrypt|blowfish|scrypt|pbkdf2|argon2)\.|crypto\/(?:rsa|internal\/bigmod|internal\/fips140\/(?:rsa|bigmod|mlkem|pbkdf2))\.|crypto\/ecdsa\.|crypto\/pbkdf2\.|crypto\/tls\.\(\*Conn\)\.(?:clientHandshake|serverHandshake|handshakeContext|Handshake)|crypto\/ed25519\.|crypto\/internal\/(?:nistec|edwards25519|fips140\/(?:nistec|ecdsa|ed25519|edwards25519))|math\/big\.(?:nat\.(?:exp\w*|montgomery|divLarge)|\(\*Int\)\.(?:Exp|ModInverse)|addMulVVW))/;

export const cryptoPerRequest: Detector = {
  id: 'crypto-per-request',
  title: sayLater('Signatures, handshakes or password hashes are made again and again'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'crypto-per-request',
        pattern: WORK,
        phrase: sayLater('arithmetic with big numbers, most often for public-key cryptography'),
        cause: sayLater('Signatures and key exchanges are slow on purpose; their results are meant to be kept.'),
        advice: [
          sayLater(
            'Find out what asks for it: keep what was signed or verified, and reuse connections instead of new handshakes.',
          ),
          sayLater('Use ECDSA (P-256) or Ed25519 keys instead of RSA.'),
        ],
        causes: CRYPTO_CAUSES,
        alone: 0.8,
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
