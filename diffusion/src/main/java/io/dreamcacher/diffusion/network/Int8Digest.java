package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.WeightTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * The identity of weights as a graph takes them: SHA-256 over every tensor's name, form and shape and where its numbers
 * come from, which is a part of a file of known digest, or, for numbers made here, the numbers themselves.
 */
final class Int8Digest {
    private final MessageDigest digest;
    private final List<ModelFingerprint.Overriding> parts = new ArrayList<>();

    private Int8Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The digest in 64 hexadecimal digits; digests of files are remembered by {@code fingerprints}. */
    static String of(String version, SortedMap<String, WeightSource> sources, ModelFingerprint fingerprints) {
        Int8Digest digest = new Int8Digest();
        digest.add(version);
        sources.forEach(digest::add);
        return fingerprints.with(HexFormat.of().formatHex(digest.digest.digest()), digest.parts);
    }

    private void add(String name, WeightSource source) {
        String what = "%s %s %s".formatted(name, source.type(), source.shape());
        add(what);
        switch (source) {
            case WeightSource.Plain(WeightTensor tensor) -> add(what, tensor);
            case WeightSource.Bytes(Int8Matrix matrix) -> add(what, matrix.weights());
            case WeightSource.Scales scales -> {
            } // of the same weights as the bytes
        }
    }

    private void add(String what, WeightTensor tensor) {
        switch (tensor) {
            case WeightTensor.Stored(SafetensorsFile file, TensorEntry entry) ->
                parts.add(new ModelFingerprint.Overriding(
                        "%s of %s at %d".formatted(what, entry.type(), entry.offset()), file.path()));
            case WeightTensor.Made made -> {
                try {
                    made.writeTo(digest::update);
                } catch (IOException e) {
                    throw new AssertionError("a digest takes all bytes", e);
                }
            }
        }
    }

    private void add(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
