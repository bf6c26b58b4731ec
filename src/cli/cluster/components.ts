/**
 * The parts of a Kubernetes control plane: which pods they are and by which way they are asked.
 */

export interface Component {
  readonly name: string;
  /** Label that its pods carry in kube-system. */
  readonly selector: string;
  readonly port: number;
  /**
   * `server`: an API server, asked by kubectl itself. `identity`: TLS with the user's identity, self-signed on
   * loopback. `plain`: HTTP, anonymous. `tls`: TLS, anonymous or with the certificates of `--cert` and `--key`.
   */
  readonly way: 'server' | 'identity' | 'plain' | 'tls';
}

/** Labels as kubeadm writes them, ports as Kubernetes ships them. */
export const COMPONENTS: readonly Component[] = [
  {name: 'kube-apiserver', selector: 'component=kube-apiserver', port: 6443, way: 'server'},
  {name: 'kube-controller-manager', selector: 'component=kube-controller-manager', port: 10257, way: 'identity'},
  {name: 'kube-scheduler', selector: 'component=kube-scheduler', port: 10259, way: 'identity'},
  {name: 'kube-proxy', selector: 'k8s-app=kube-proxy', port: 10249, way: 'plain'},
  {name: 'etcd', selector: 'component=etcd', port: 2379, way: 'tls'},
];

/** etcd wants certificates of its own, so it is asked only by name. */
export const CONTROL_PLANE: readonly Component[] = COMPONENTS.filter(({name}) => name !== 'etcd');
