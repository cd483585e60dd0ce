package io.dreamcacher.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Clients of the S3 API as an environment describes them: three tries with growing, random pauses, ten seconds each. */
final class S3Clients {
    private static final int TRIES = 3;
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration TRY = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(30);

    private S3Clients() {}

    static S3Bucket bucket(S3Address address, Map<String, String> environment) {
        return bucket(address, environment, TRY);
    }

    /** @param patience with one try */
    static S3Bucket bucket(S3Address address, Map<String, String> environment, Duration patience) {
        Optional<URI> endpoint = set(environment, "AWS_ENDPOINT_URL_S3").or(() -> set(environment, "AWS_ENDPOINT_URL"))
                .map(URI::create);
        Region region = Region.of(set(environment, "AWS_REGION").or(() -> set(environment, "AWS_DEFAULT_REGION"))
                .orElse("us-east-1"));
        AwsCredentialsProvider credentials = credentials(environment);
        return new S3Bucket(address, client(endpoint, region, credentials, patience),
                presigner(endpoint, region, credentials));
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Those named in the environment, which a file of secrets may have given; else wherever AWS's own programs look. */
    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        Optional<String> id = set(environment, "AWS_ACCESS_KEY_ID");
        Optional<String> secret = set(environment, "AWS_SECRET_ACCESS_KEY");
        if (id.isEmpty() || secret.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        AwsCredentials known = set(environment, "AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
        return StaticCredentialsProvider.create(known);
    }

    /** Checksums of newer clients are asked for only where the operation needs one: not every store knows them. */
    private static S3Client client(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials,
            Duration patience) {
        S3ClientBuilder builder = S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .forcePathStyle(endpoint.isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder().connectionTimeout(CONNECTING).socketTimeout(patience))
                .overrideConfiguration(configuration -> configuration.apiCallAttemptTimeout(patience)
                        .apiCallTimeout(CALL)
                        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(TRIES).build()));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static S3Presigner presigner(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(region)
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(endpoint.isPresent()).build());
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
