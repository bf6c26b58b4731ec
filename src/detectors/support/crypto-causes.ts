/**
 * What cryptography is for, by the functions that ask for it: each cause has an advice of its own.
 */
import type {WorkCause} from './costly-work.ts';

const SIGNS_CERTIFICATES = /^crypto\/x509\.(?:CreateCertificate\w*|CreateRevocationList|signTBS)$/;

/** From special to general; the first that has most of the work speaks. */
export const CRYPTO_CAUSES: readonly WorkCause[] = [
  {
    pattern: SIGNS_CERTIFICATES,
    beside: /^crypto\/(?:internal\/fips140\/)?rsa\./,
    phrase: 'signing certificates with RSA',
    cause: 'Each new certificate costs an RSA signature, the slowest of all.',
    advice: [
      'Keep the certificates made, by host name, until shortly before they expire.',
      'Sign with ECDSA (P-256) or Ed25519 keys: some fifty times cheaper than RSA.',
    ],
  },
  {
    pattern: SIGNS_CERTIFICATES,
    phrase: 'signing certificates',
    cause: 'Each new certificate costs a signature with the private key.',
    advice: ['Keep the certificates made, by host name, until shortly before they expire.'],
  },
  {
    pattern: /^crypto\/(?:rsa\.Generate\w+|internal\/fips140\/rsa\.Generate\w+|rand\.Prime|dsa\.Generate\w+)$/,
    phrase: 'generating RSA keys',
    cause: 'The search for two large primes takes hundreds of times as long as a signature.',
    advice: [
      'Generate a key once and keep it; make keys ahead of the requests that need them.',
      'Use ECDSA or Ed25519 keys, which are random numbers and cost next to nothing.',
    ],
  },
  {
    pattern:
      /^(?:golang\.org\/x\/crypto\/(?:bcrypt|blowfish|scrypt|pbkdf2|argon2)|crypto\/(?:internal\/fips140\/)?pbkdf2)\./,
    phrase: 'hashing passwords',
    cause: 'Password hashes are slow on purpose; the result is meant to be kept, as a session or a token.',
    advice: [
      'Verify once and keep the result for a while: a session token, or a cache keyed by a hash of the credential with a short life.',
      'Lower the cost factor only if the threat model allows.',
    ],
  },
  {
    pattern: /^crypto\/tls\.\(\*Conn\)\.(?:clientHandshake|makeClientHello)|^crypto\/tls\.\(\*clientHandshakeState/,
    phrase: 'TLS handshakes with servers',
    cause: 'Every new connection to a server costs a key exchange and the check of its certificates.',
    advice: [
      'Reuse connections: one http.Transport for all requests, bodies read to the end and closed, MaxIdleConnsPerHost as large as the parallel requests.',
      'Let sessions resume: set tls.Config.ClientSessionCache.',
    ],
  },
  {
    pattern: /^crypto\/tls\.\(\*(?:Conn\)\.(?:serverHandshake|readClientHello)|serverHandshakeState)/,
    phrase: 'TLS handshakes with clients',
    cause: 'Every new connection of a client costs a signature with the private key; with RSA that is most of it.',
    advice: [
      'Serve an ECDSA certificate: its signatures are some fifty times cheaper than those of RSA.',
      'Let clients keep their connections (keep-alive) and resume sessions; look for clients that connect for each request.',
    ],
  },
  {
    pattern:
      /^crypto\/x509\.(?:\(\*Certificate\)\.(?:Verify|CheckSignature\w*|buildChains)|checkSignature|ParseCertificates?)$/,
    phrase: 'checking certificates',
    cause: 'The same few certificates are parsed and verified again and again.',
    advice: ['Keep the verified chains by their bytes, and the root pool; reuse connections.'],
  },
  {
    pattern: /^crypto\/(?:rsa|ecdsa|ed25519)\.(?:\(\*?PublicKey\)\.)?Verify\w*$/,
    phrase: 'verifying signatures',
    cause: 'Each token or message that comes in is verified again, even if it was verified before.',
    advice: ['Keep verified tokens until they expire, by a hash of the token.', 'Verify once per connection or batch.'],
  },
  {
    pattern: /^crypto\/(?:rsa|ecdsa|ed25519)\.(?:\(\*PrivateKey\)\.)?(?:Sign\w*|Decrypt\w*)$/,
    phrase: 'signing or decrypting with private keys',
    cause: 'Operations with a private key are the slow ones, and with RSA by far the slowest.',
    advice: [
      'Sign once and reuse the token until shortly before it expires.',
      'Use Ed25519 or ECDSA (P-256) keys instead of RSA.',
    ],
  },
  {
    pattern: /^(?:crypto\/|golang\.org\/x\/crypto\/)/,
    least: 0.05,
    phrase: 'public-key cryptography',
    cause: 'Its operations are slow on purpose; their results are meant to be kept.',
    advice: [
      'Find out what asks for it: keep what was signed or verified, and reuse connections instead of new handshakes.',
      'Use ECDSA (P-256) or Ed25519 keys instead of RSA.',
    ],
  },
];
