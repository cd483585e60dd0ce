package io.dreamcacher.embedded;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.gate.Explainer;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.TextJudge;
import io.dreamcacher.reuse.Verifier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Says of two prompts whether a picture of the one answers the other, and why, with neither a memory nor a picture: by the texts,
 * and by the calibration beside the model where that was fitted with this CLIP, of an image as the model mostly draws. Thread-safe.
 */
public final class ReuseExplainer implements AutoCloseable {
    private final SearchEncoder encoder;
    private final Verifier verifier;
    private final Explainer explainer;

    private ReuseExplainer(SearchEncoder encoder, Verifier verifier, Explainer explainer) {
        this.encoder = encoder;
        this.verifier = verifier;
        this.explainer = explainer;
    }

    /**
     * Opens what explains decisions of a memory with these options; its data folder is not looked at. Whoever opens it closes it.
     *
     * @throws io.dreamcacher.failure.DreamCacherException NOT_FOUND or BAD_MODEL if model, CLIP or verifier cannot be used
     */
    public static ReuseExplainer open(MemoryOptions options) {
        try (Opening opening = new Opening();
                Models models = new Models(options.cacheFolder(), options.models(), options.engine())) {
            SearchEncoder encoder = models.encoderOf(models.identity(options.clip()), options.clip());
            opening.owns(encoder::close);
            Verifier verifier = models.verifier();
            opening.owns(verifier::close);
            TextJudge judge = TextJudges.by(verifier);
            ModelGates gates = new ModelGates(models, new FileCalibrationStore(new DataFolder(options.dataFolder())),
                    encoder.description(), judge);
            Explainer explainer = new Explainer(gates.beside(models.named(options.models().getFirst()).description()),
                    judge);
            return opening.done(new ReuseExplainer(encoder, verifier, explainer));
        }
    }

    /** Explains one pair. */
    public Explanation explain(String asked, String stored, ErrorBudget budget) {
        Map<String, EncodedPrompt> texts = new HashMap<>();
        Function<String, EncodedPrompt> encoded = text -> texts.computeIfAbsent(text, encoder::encode);
        double similarity = encoded.apply(asked).prompt().similarity(encoded.apply(stored).prompt());
        return explainer.explain(asked, stored, similarity,
                (one, other) -> joint(encoded.apply(one)).similarity(joint(encoded.apply(other))), budget);
    }

    /** A calibration was made with a search model that has one. */
    private static Embedding joint(EncodedPrompt encoded) {
        return encoded.text().orElseThrow();
    }

    @Override
    public void close() {
        encoder.close();
        verifier.close();
    }
}
