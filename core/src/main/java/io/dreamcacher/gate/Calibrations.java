package io.dreamcacher.gate;

import io.dreamcacher.embedding.EncoderDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where calibrations lie: {@code calibrations/FINGERPRINT.json} in the data folder, else {@code calibration.json}
 * beside the model. The latter was measured with the model as it lies there, so it says nothing of the model with other
 * adapters. Thread-safe; reads the file at every call.
 */
public final class Calibrations {
    private final Path dataFolder;

    /** The calibrations of a memory. */
    public Calibrations(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    /** Where the user's own calibration of a model lies, or would lie. */
    public Path userFile(String modelFingerprint) {
        return dataFolder.resolve("calibrations").resolve(modelFingerprint + ".json");
    }

    /**
     * The calibration of a model; the user's own comes first.
     *
     * @param modelFolder the Stable Diffusion folder
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the file cannot be used
     */
    public Optional<Calibration> find(String modelFingerprint, Path modelFolder) {
        return own(modelFingerprint).or(() -> read(modelFolder.resolve("calibration.json")));
    }

    private Optional<Calibration> own(String modelFingerprint) {
        return read(userFile(modelFingerprint));
    }

    private static Optional<Calibration> read(Path file) {
        return Files.exists(file) ? Optional.of(CalibrationFile.read(file)) : Optional.empty();
    }

    /**
     * The gate of a model in a memory: by its calibration, or one that reuses nothing and says why.
     *
     * @param model name of the model for people
     * @param encoder the memory's search model
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the calibration file cannot be used
     */
    public Gate gate(String model, String modelFingerprint, Path modelFolder, EncoderDescription encoder) {
        return gate(find(modelFingerprint, modelFolder), encoder,
                ("The model %s has no calibration, so only exact repeats are answered from memory: "
                        + "place a calibration.json beside it to reuse similar pictures.").formatted(model));
    }

    /**
     * The gate of a model with adapters (an autoencoder, LoRAs, textual inversions): only the user's own
     * calibration of exactly these weights opens it.
     *
     * @param model name of the model for people, with its adapters
     * @param modelFingerprint of all its weights
     * @param encoder the memory's search model
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the calibration file cannot be used
     */
    public Gate gateOfLaidOver(String model, String modelFingerprint, EncoderDescription encoder) {
        return gate(own(modelFingerprint), encoder,
                ("The calibration beside a model holds for its own weights only, and %s has adapters, so only "
                        + "exact repeats are answered from memory: place a calibration of them at %s to reuse similar "
                        + "pictures.").formatted(model, userFile(modelFingerprint)));
    }

    private static Gate gate(Optional<Calibration> calibration, EncoderDescription encoder, String missing) {
        if (calibration.isEmpty()) {
            return new ClosedGate(missing);
        }
        return calibration.get()
                .mismatch(encoder)
                .<Gate>map(ClosedGate::new)
                .orElseGet(() -> new CalibratedGate(new Guard(), calibration.get()));
    }
}
