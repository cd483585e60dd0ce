/** Images in a bucket of anything that speaks the S3 API: AWS, Ceph, MinIO, Swift, Google Cloud Storage with HMAC keys. */
@NullMarked
package io.dreamcacher.s3;

import org.jspecify.annotations.NullMarked;
