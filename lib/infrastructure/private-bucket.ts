import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { dataKeyOf } from "./data-key.ts";
import type { Settings } from "./settings.ts";

/**
 * A bucket that nobody outside reads: encrypted, reached by TLS only, versioned, with no access lists and no public
 * policy.
 */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { retention }: Settings, props: BucketProps = {}) {
    const encryptionKey = dataKeyOf(scope);
    super(scope, id, {
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Without deleting objects by a function of its own, which would need the right to: a bucket with objects stays,
      // and is emptied by hand.
      removalPolicy: retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...props,
    });
    this.addLifecycleRule({
      id: "EarlierVersions",
      noncurrentVersionExpiration: Duration.days(retention.earlierVersionsDays),
      abortIncompleteMultipartUploadAfter: Duration.days(7),
    });
    this.addLifecycleRule({ id: "DeleteMarkers", expiredObjectDeleteMarker: true });
  }
}

/** Of what was put in: a bucket of the stack's own, or the one of that name, which is left as it is. */
export const bucketOf = (
  scope: Construct,
  id: string,
  settings: Settings,
  adopted: string | undefined,
  props: BucketProps,
): IBucket =>
  adopted === undefined ? new PrivateBucket(scope, id, settings, props) : Bucket.fromBucketName(scope, id, adopted);

/** Who asked the other buckets for what. */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings, {
      versioned: false,
      // S3 delivers access logs under its own key only.
      encryption: BucketEncryption.S3_MANAGED,
      encryptionKey: undefined,
      bucketKeyEnabled: false,
      lifecycleRules: [{ id: "Logs", expiration: Duration.days(settings.retention.logDays) }],
    });
    Validations.of(this).acknowledge({
      id: "AwsSolutions-S1",
      reason: "This bucket holds the access logs of the others; logging its own would never end.",
    });
  }
}
