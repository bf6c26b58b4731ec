/**
 * What cryptography is for, by the functions that ask for it: each cause has an advice of its own.
 */
import {sayLater} from '../../base/language/say.ts';
import type {WorkCause} from './costly-work.ts';

const RSA = /^crypto\/(?:internal\/fips140\/)?rsa\./;
const RSA_SIGNATURE = /^crypto\/(?:internal\/fips140\/)?rsa\.(?:\(\*PrivateKey|[Ss]ign|decrypt)/;
const SIGNS_CERTIFICATES = /^crypto\/x509\.(?:CreateCertificate\w*|CreateRevocationList|signTBS)$/;

/** Handshakes that clients ask for: what a server of TLS is there for, unless RSA makes each of them dear. */
const SERVED_HANDSHAKES: WorkCause = {
  pattern: /^crypto\/tls\.\(\*(?:Conn\)\.(?:serverHandshake|readClientHello)|serverHandshakeState)/,
  phrase: sayLater('TLS handshakes with clients'),
  cause: sayLater(
    'Every new connection of a client costs a signature with the private key; with RSA that is most of it.',
  ),
  advice: [
    sayLater('Serve an ECDSA certificate: its signatures are some fifty times cheaper than those of RSA.'),
    sayLater(
      'Let clients keep their connections (keep-alive) and resume sessions; look for clients that connect for each request.',
    ),
  ],
};

/** From special to general; the first that has most of the work speaks. */
export const CRYPTO_CAUSES: readonly WorkCause[] = [
  {
    pattern: SIGNS_CERTIFICATES,
    beside: RSA,
    phrase: sayLater('signing certificates with RSA'),
    cause: sayLater('Each new certificate costs an RSA signature, the slowest of all.'),
    advice: [
      sayLater('Keep the certificates made, by host name, until shortly before they expire.'),
      sayLater('Sign with ECDSA (P-256) or Ed25519 keys: some fifty times cheaper than RSA.'),
    ],
  },
  {
    pattern: SIGNS_CERTIFICATES,
    phrase: sayLater('signing certificates'),
    cause: sayLater('Each new certificate costs a signature with the private key.'),
    advice: [sayLater('Keep the certificates made, by host name, until shortly before they expire.')],
  },
  {
    pattern: /^crypto\/(?:rsa\.Generate\w+|internal\/fips140\/rsa\.Generate\w+|rand\.Prime|dsa\.Generate\w+)$/,
    phrase: sayLater('generating RSA keys'),
    cause: sayLater('The search for two large primes takes hundreds of times as long as a signature.'),
    advice: [
      sayLater('Generate a key once and keep it; make keys ahead of the requests that need them.'),
      sayLater('Use ECDSA or Ed25519 keys, which are random numbers and cost next to nothing.'),
    ],
  },
  {
    pattern:
      /^(?:golang\.org\/x\/crypto\/(?:bcrypt|blowfish|scrypt|pbkdf2|argon2)|crypto\/(?:internal\/fips140\/)?pbkdf2)\./,
    phrase: sayLater('hashing passwords'),
    cause: sayLater('Password hashes are slow on purpose; the result is meant to be kept, as a session or a token.'),
    advice: [
      sayLater(
        'Verify once and keep the result for a while: a session token, or a cache keyed by a hash of the credential with a short life.',
      ),
      sayLater('Lower the cost factor only if the threat model allows.'),
    ],
  },
  {
    pattern: /^crypto\/tls\.\(\*Conn\)\.(?:clientHandshake|makeClientHello)|^crypto\/tls\.\(\*clientHandshakeState/,
    phrase: sayLater('TLS handshakes with servers'),
    cause: sayLater('Every new connection to a server costs a key exchange and the check of its certificates.'),
    advice: [
      sayLater(
        'Reuse connections: one http.Transport for all requests, bodies read to the end and closed, MaxIdleConnsPerHost as large as the parallel requests.',
      ),
      sayLater('Let sessions resume: set tls.Config.ClientSessionCache.'),
    ],
  },
  {...SERVED_HANDSHAKES, beside: RSA_SIGNATURE},
  {...SERVED_HANDSHAKES, isOrdinary: true},
  {
    pattern:
      /^crypto\/x509\.(?:\(\*Certificate\)\.(?:Verify|CheckSignature\w*|buildChains)|checkSignature|ParseCertificates?)$/,
    phrase: sayLater('checking certificates'),
    cause: sayLater('The same few certificates are parsed and verified again and again.'),
    advice: [sayLater('Keep the verified chains by their bytes, and the root pool; reuse connections.')],
  },
  {
    pattern: /^crypto\/(?:rsa|ecdsa|ed25519)\.(?:\(\*?PublicKey\)\.)?Verify\w*$/,
    phrase: sayLater('verifying signatures'),
    cause: sayLater('Each token or message that comes in is verified again, even if it was verified before.'),
    advice: [
      sayLater('Keep verified tokens until they expire, by a hash of the token.'),
      sayLater('Verify once per connection or batch.'),
    ],
  },
  {
    pattern: /^crypto\/(?:rsa|ecdsa|ed25519)\.(?:\(\*PrivateKey\)\.)?(?:Sign\w*|Decrypt\w*)$/,
    phrase: sayLater('signing or decrypting with private keys'),
    cause: sayLater('Operations with a private key are the slow ones, and with RSA by far the slowest.'),
    advice: [
      sayLater('Sign once and reuse the token until shortly before it expires.'),
      sayLater('Use Ed25519 or ECDSA (P-256) keys instead of RSA.'),
    ],
  },
  {
    pattern: /^(?:crypto\/|golang\.org\/x\/crypto\/)/,
    least: 0.05,
    phrase: sayLater('public-key cryptography'),
    cause: sayLater('Its operations are slow on purpose; their results are meant to be kept.'),
    advice: [
      sayLater(
        'Find out what asks for it: keep what was signed or verified, and reuse connections instead of new handshakes.',
      ),
      sayLater('Use ECDSA (P-256) or Ed25519 keys instead of RSA.'),
    ],
  },
];
