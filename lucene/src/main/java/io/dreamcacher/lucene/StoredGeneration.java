package io.dreamcacher.lucene;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexableField;

/** A generation as the stored fields of its document: what is found is known without asking the catalogue. */
final class StoredGeneration {
    private static final String PREFIX = "stored.";
    private static final String ID = PREFIX + "id";
    private static final String SCOPE = PREFIX + "scope";
    private static final String KEY = PREFIX + "key";
    private static final String SETTINGS_KEY = PREFIX + "settings-key";
    private static final String PROMPT = PREFIX + "prompt";
    private static final String CUT = PREFIX + "cut";
    private static final String MODEL = PREFIX + "model";
    private static final String FINGERPRINT = PREFIX + "fingerprint";
    private static final String NEGATIVE = PREFIX + "negative";
    private static final String WIDTH = PREFIX + "width";
    private static final String HEIGHT = PREFIX + "height";
    private static final String STEPS = PREFIX + "steps";
    private static final String GUIDANCE = PREFIX + "guidance";
    private static final String SCHEDULER = PREFIX + "scheduler";
    private static final String CONDITIONING = PREFIX + "conditioning";
    private static final String PRECISION = PREFIX + "precision";
    private static final String NOISE = PREFIX + "noise";
    private static final String SAFETY = PREFIX + "safety";
    private static final String REVISED = PREFIX + "revised";
    private static final String SEED = PREFIX + "seed";
    private static final String FLAGGED = PREFIX + "flagged";
    private static final String REFINED_FROM = PREFIX + "refined-from";
    private static final String REFINED_STEP = PREFIX + "refined-step";
    private static final String REFINED_SEED = PREFIX + "refined-seed";
    private static final String CREATED = PREFIX + "created";
    private static final String TOOK = PREFIX + "took";
    private static final String BYTES = PREFIX + "bytes";
    private static final String TYPE = PREFIX + "type";
    private static final String SHA256 = PREFIX + "sha256";

    private StoredGeneration() {}

    static void add(Document document, Generation generation) {
        text(document, ID, generation.id().value());
        text(document, SCOPE, generation.scope().name());
        number(document, CREATED, generation.createdAt().toEpochMilli());
        number(document, TOOK, generation.took().toMillis());
        number(document, BYTES, generation.file().sizeBytes());
        text(document, TYPE, generation.file().type().value());
        generation.file().sha256().ifPresent(sha256 -> text(document, SHA256, sha256));
        add(document, generation.recipe());
        add(document, generation.recipe().settings());
    }

    private static void add(Document document, Recipe recipe) {
        text(document, KEY, recipe.identity().key());
        text(document, SETTINGS_KEY, recipe.identity().settingsKey());
        text(document, PROMPT, recipe.prompt());
        number(document, CUT, recipe.words().cut() ? 1 : 0);
        recipe.words().revised().ifPresent(revised -> text(document, REVISED, revised));
        text(document, MODEL, recipe.model().toString());
        text(document, FINGERPRINT, recipe.model().fingerprint().sha256());
        recipe.seed().ifPresent(seed -> number(document, SEED, seed));
        number(document, FLAGGED, recipe.flagged() ? 1 : 0);
        recipe.refinement().ifPresent(refined -> {
            text(document, REFINED_FROM, refined.source().value());
            number(document, REFINED_STEP, refined.step());
            refined.seed().ifPresent(seed -> number(document, REFINED_SEED, seed));
        });
    }

    private static void add(Document document, GenerationSettings settings) {
        settings.negativePrompt().ifPresent(negative -> text(document, NEGATIVE, negative));
        number(document, WIDTH, settings.size().width());
        number(document, HEIGHT, settings.size().height());
        settings.steps().ifPresent(steps -> number(document, STEPS, steps));
        settings.guidanceScale().ifPresent(scale -> document.add(new StoredField(GUIDANCE, scale)));
        settings.scheduler().ifPresent(scheduler -> text(document, SCHEDULER, scheduler));
        text(document, CONDITIONING, settings.conditioning().text());
        Rendering rendering = settings.rendering();
        rendering.precision().ifPresent(precision -> text(document, PRECISION, precision));
        rendering.noise().ifPresent(noise -> text(document, NOISE, noise));
        rendering.safety().ifPresent(safety -> text(document, SAFETY, safety.shortName()));
    }

    static Generation read(Document stored) {
        return new Generation(new GenerationId(stored.get(ID)), new Scope(stored.get(SCOPE)), recipe(stored),
                Instant.ofEpochMilli(number(stored, CREATED).longValue()),
                Duration.ofMillis(number(stored, TOOK).longValue()), file(stored));
    }

    private static ImageDigest file(Document stored) {
        return new ImageDigest(Optional.ofNullable(stored.get(TYPE)).flatMap(MediaType::of).orElse(MediaType.PNG),
                number(stored, BYTES).longValue(), Optional.ofNullable(stored.get(SHA256)));
    }

    private static Recipe recipe(Document stored) {
        Recipe.Words words = new Recipe.Words(stored.get(PROMPT), number(stored, CUT).intValue() == 1,
                Optional.ofNullable(stored.get(REVISED)));
        ModelIdentity model = new ModelIdentity(ModelRef.remembered(stored.get(MODEL)),
                new Fingerprint(stored.get(FINGERPRINT)));
        return new Recipe(new RequestIdentity(stored.get(KEY), stored.get(SETTINGS_KEY)), words, model,
                settings(stored),
                maybe(stored, SEED).map(seed -> OptionalLong.of(seed.longValue())).orElse(OptionalLong.empty()),
                number(stored, FLAGGED).intValue() == 1, refinement(stored));
    }

    private static Optional<Recipe.Refinement> refinement(Document stored) {
        return Optional.ofNullable(stored.get(REFINED_FROM))
                .map(source -> new Recipe.Refinement(new GenerationId(source),
                        number(stored, REFINED_STEP).intValue(),
                        maybe(stored, REFINED_SEED).map(seed -> OptionalLong.of(seed.longValue()))
                                .orElse(OptionalLong.empty())));
    }

    private static GenerationSettings settings(Document stored) {
        return new GenerationSettings(Optional.ofNullable(stored.get(NEGATIVE)),
                new ImageSize(number(stored, WIDTH).intValue(), number(stored, HEIGHT).intValue()),
                maybe(stored, STEPS).map(steps -> OptionalInt.of(steps.intValue())).orElse(OptionalInt.empty()),
                maybe(stored, GUIDANCE).map(scale -> OptionalDouble.of(scale.doubleValue()))
                        .orElse(OptionalDouble.empty()),
                Optional.ofNullable(stored.get(SCHEDULER)), Conditioning.parse(stored.get(CONDITIONING)),
                new Rendering(Optional.ofNullable(stored.get(PRECISION)), Optional.ofNullable(stored.get(NOISE)),
                        Optional.ofNullable(stored.get(SAFETY)).flatMap(Safety::named)));
    }

    private static void text(Document document, String field, String value) {
        document.add(new StoredField(field, value));
    }

    private static void number(Document document, String field, long value) {
        document.add(new StoredField(field, value));
    }

    private static Number number(Document stored, String field) {
        return maybe(stored, field).orElseThrow(() -> new IllegalStateException(
                "every generation in the index has the field %s, but one has none".formatted(field)));
    }

    private static Optional<Number> maybe(Document stored, String field) {
        return Optional.ofNullable(stored.getField(field)).map(IndexableField::numericValue);
    }
}
