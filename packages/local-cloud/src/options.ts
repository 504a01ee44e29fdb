/** The host names, beside our own, that requests may name. */
export interface AllowedHosts {
  has(hostname: string): boolean;
}

/** How to open an embedded cloud. Without options it keeps everything in memory, on any free port. */
export interface CloudOptions {
  /** The port on 127.0.0.1; 0, the default, is any free one. */
  port?: number | undefined;
  /** Ports to try in order when `port` is taken. */
  otherPorts?: readonly number[] | undefined;
  /** A folder that keeps everything; undefined = in memory. Only a cloud in memory can be reset. */
  dataFolder?: string | undefined;
  /** A folder whose subfolder `python` may be a Python environment with boto3; the data folder by default. */
  pythonFolder?: string | undefined;
  /** The account ID, 12 digits; 000000000000 by default. */
  accountId?: string | undefined;
  /** The minimum interval of an HTTP_POLL, in seconds; 0.05 by default, for tests. Orkes documents 60 for its servers. */
  minPollIntervalSeconds?: number | undefined;
  /** How long an HTTP_POLL keeps polling while its polls fail with temporary errors, in seconds; 60 by default. */
  maxPollFailureSeconds?: number | undefined;
  /** `full` also survives a power failure; `normal`, the default, a killed process. */
  sync?: "normal" | "full" | undefined;
  /** Conductor then asks for a token for this key, as an Orkes cluster does. */
  conductorKey?: { keyId: string; keySecret: string } | undefined;
  /** Enforces API Gateway's control-plane quotas. */
  quotas?: boolean | undefined;
  /** A new role cannot be assumed for this long, in seconds; 0 by default. AWS may need 10. */
  slowIamSeconds?: number | undefined;
  /** A raised quota for the timeout of API Gateway's integrations, in seconds; 29 by default. */
  integrationTimeoutSecondsMax?: number | undefined;
  /** Host names, beside 127.0.0.1 and localhost, that requests may name; none by default. */
  allowedHosts?: AllowedHosts | undefined;
}
