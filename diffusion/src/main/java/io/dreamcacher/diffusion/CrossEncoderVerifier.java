package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.CrossEncoder;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.tokenizer.BertTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.reuse.Verifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cross-encoder in a folder as Hugging Face lays it out, exported to ONNX, with BERT's tokenizer. A pair is read as asked and
 * stored prompt; by a model of natural language inference the other way round, as premise and hypothesis: the stored prompt must
 * entail the asked one. Thread-safe; calls may overlap. Owns the network.
 *
 * <p>Where a session has one thread, the pairs of a call are shared among the processors; else they are read one after the other,
 * each by all threads of the session. For networks as small as the bundled one the former is faster, and a verdict is the same.
 */
public final class CrossEncoderVerifier implements Verifier {
    private final Description description;
    private final BertTokenizer tokenizer;
    private final CrossEncoder network;
    private final boolean sharesPairs;

    private CrossEncoderVerifier(Description description, BertTokenizer tokenizer, CrossEncoder network,
            boolean sharesPairs) {
        this.description = description;
        this.tokenizer = tokenizer;
        this.network = network;
        this.sharesPairs = sharesPairs;
    }

    /**
     * Opens a verifier, network and all.
     *
     * @param name for people
     * @param folder with {@code model.onnx} or {@code onnx/model.onnx}, {@code tokenizer.json}, and {@code config.json} where it
     *        gives several labels
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code NOT_FOUND} if it is no folder, {@code BAD_MODEL} if it holds something else than a
     *         cross-encoder, saying what
     */
    public static CrossEncoderVerifier open(String name, Path folder, ModelFingerprint fingerprints,
            SessionSettings settings) {
        CrossEncoderFolder files = CrossEncoderFolder.open(folder);
        Optional<ModelConfig> config = files.config();
        BertTokenizer tokenizer = BertTokenizer.fromFolder(folder);
        int positions = config.map(its -> its.positive("max_position_embeddings", tokenizer.window()))
                .orElse(tokenizer.window());
        CrossEncoder network = CrossEncoder.load(name, files.graph(), config, settings);
        try {
            return new CrossEncoderVerifier(new Description(name, fingerprints.ofFiles(files.files())),
                    tokenizer.within(network.window(positions)), network, settings.threads() == 1);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public List<Verdict> verify(String asked, List<String> stored) {
        int[] its = tokenizer.ids(asked);
        Stream<String> others = sharesPairs && stored.size() > 1 ? stored.parallelStream() : stored.stream();
        return others.map(other -> verdict(its, tokenizer.ids(other))).toList();
    }

    private Verdict verdict(int[] asked, int[] stored) {
        BertTokenizer.Pair pair = network.premiseFirst()
                ? tokenizer.pair(stored, asked)
                : tokenizer.pair(asked, stored);
        return Verdict.of(network.probability(pair.ids(), pair.types()), pair.cut());
    }

    @Override
    public void close() {
        network.close();
    }
}
