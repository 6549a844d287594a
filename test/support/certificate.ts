/** A certificate that this machine signs itself, in files. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly tlsCert: string;
  readonly tlsKey: string;
}

/** Writes `cert.pem` and `key.pem`, over those that are there; openssl makes them, since Node cannot. */
export function writeCertificate(folder: string, name = 'localhost'): CertificateFiles {
  const [tlsKey, tlsCert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const options = 'req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2'.split(' ');
  execFileSync('openssl', [...options, '-keyout', tlsKey, '-out', tlsCert, '-subj', `/CN=${name}`], {
    stdio: 'ignore',
  });
  return { tlsCert, tlsKey };
}
