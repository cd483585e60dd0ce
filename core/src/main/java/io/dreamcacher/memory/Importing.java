package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Generations.MadeElsewhere;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.ForeignRecipe;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes images from elsewhere into the memory. What Dream Cacher made itself answers again what it answered; of everything else
 * nobody knows which model with which files made it, so that it is found by whoever searches and answers no request.
 */
final class Importing {
    /** Far longer than a batch of images takes. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** What made an image that tells no model. */
    private static final String UNKNOWN_MODEL = "imported";

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s_\\-.]+");

    private static final Fingerprint NOBODYS = Fingerprint.ofText("an image from elsewhere");

    private final Catalogue catalogue;
    private final ImageStore images;
    private final ImageFiles files;
    private final SearchEncoder encoder;
    private final IndexProjector index;
    private final ImageCommit committing;

    Importing(MemoryParts parts, IndexProjector index) {
        this.catalogue = parts.catalogue();
        this.images = parts.images().store();
        this.files = parts.images().files();
        this.encoder = parts.engine().encoder();
        this.index = index;
        this.committing = new ImageCommit(parts, index, LEASE);
    }

    /** What became of each, in order. */
    List<Arrival> take(Access access, List<ForeignImage> given) {
        List<GenerationId> names = given.stream().map(image -> name(access.writeScope(), image)).toList();
        Set<GenerationId> known = names.stream().filter(catalogue::contains).collect(Collectors.toSet());
        List<Looked> looked = IntStream.range(0, given.size())
                .parallel()
                .mapToObj(place -> known.contains(names.get(place)) || names.indexOf(names.get(place)) < place
                        ? new Looked.Before(names.get(place))
                        : look(access.writeScope(), names.get(place), given.get(place)))
                .toList();
        remember(access, looked);
        return looked.stream().map(Looked::arrival).toList();
    }

    /** An image that was looked at. */
    private sealed interface Looked {
        Arrival arrival();

        /** It is new. */
        record New(GenerationId id, ImageFile file, Generation generation,
                GenerationVectors vectors) implements Looked {
            @Override
            public Arrival arrival() {
                return new Arrival.Remembered(id);
            }
        }

        /** It is here, or comes twice. */
        record Before(GenerationId id) implements Looked {
            @Override
            public Arrival arrival() {
                return new Arrival.Known(id);
            }
        }

        /** It is none. */
        record Faulty(String reason) implements Looked {
            @Override
            public Arrival arrival() {
                return new Arrival.Refused(reason);
            }
        }
    }

    /**
     * An image of a memory keeps the name it had there, unless another scope of this one has it. Collections number their files alike, so
     * that what a file is called tells it from others only together with its bytes.
     */
    private GenerationId name(Scope scope, ForeignImage given) {
        String name = fileName(given.key());
        if (GenerationId.isOne(name) && isOurs(given.file())) {
            GenerationId id = new GenerationId(name);
            if (catalogue.scopeOf(id).filter(other -> !other.equals(scope)).isEmpty()) {
                return id;
            }
        }
        return GenerationId.of(String.join("\n", scope.name(), given.file().sha256(), given.key()));
    }

    private boolean isOurs(ImageFile file) {
        try {
            return files.provenance(file).isPresent();
        } catch (DreamCacherException e) {
            return false; // what is wrong with it is told when it is looked at
        }
    }

    private Looked look(Scope scope, GenerationId id, ForeignImage given) {
        try {
            BufferedImage pixels = files.decode(given.file(), given.key());
            Provenance provenance = files.provenance(given.file()).orElseGet(() -> provenance(given, pixels));
            ImageFile file = files.withProvenance(given.file(), provenance);
            return new Looked.New(id, file, provenance.toGeneration(id, scope, file.digest()),
                    ImageVectors.of(encoder, encoder.encode(provenance.recipe().prompt()), () -> pixels));
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST) {
                return new Looked.Faulty(e.getMessage());
            }
            throw e;
        }
    }

    private Provenance provenance(ForeignImage given, BufferedImage pixels) {
        Optional<ForeignRecipe> told = files.foreignRecipe(given.file());
        String prompt = given.caption().or(() -> told.map(ForeignRecipe::prompt)).orElseGet(() -> words(given.key()));
        GenerationSettings settings = told.map(ForeignRecipe::settings)
                .orElseGet(() -> GenerationSettings.of(new ImageSize(pixels.getWidth(), pixels.getHeight())));
        ModelRef model = ModelRef.of(told.flatMap(ForeignRecipe::model).orElse(UNKNOWN_MODEL));
        CanonicalPrompt canonical = new CanonicalPrompt(Normalizer.normalize(prompt, Normalizer.Form.NFC).strip(),
                OptionalInt.empty());
        RequestIdentity identity = RequestIdentity.of(NOBODYS,
                CanonicalRequest.of(canonical, settings.negativePrompt().orElse(""), "", settings));
        Recipe recipe = new Recipe(identity, new Recipe.Words(prompt, false), new ModelIdentity(model, NOBODYS),
                settings,
                told.map(ForeignRecipe::seed).orElseGet(OptionalLong::empty), false);
        return new Provenance(recipe, given.made(), Duration.ZERO);
    }

    /** A name of signs only is one word. */
    private static String words(String key) {
        String words = BETWEEN_WORDS.matcher(fileName(key)).replaceAll(" ").strip();
        return words.isEmpty() ? key : words;
    }

    /** Without its folders and its ending. */
    private static String fileName(String key) {
        String name = key.substring(Math.max(key.lastIndexOf('/'), key.lastIndexOf('\\')) + 1);
        int end = name.lastIndexOf('.');
        return end > 0 ? name.substring(0, end) : name;
    }

    /** Files first, then rows, then where files belong: whatever stops it, what has a row has its file. */
    private void remember(Access access, List<Looked> looked) {
        List<Looked.New> fresh = looked.stream()
                .flatMap(one -> one instanceof Looked.New image ? Stream.of(image) : Stream.empty())
                .toList();
        for (Looked.New image : fresh) {
            images.put(key(image), image.file(), LEASE);
        }
        try {
            catalogue.takeIn(access,
                    fresh.stream().map(image -> new MadeElsewhere(image.generation(), image.vectors())).toList());
        } catch (RuntimeException e) {
            fresh.forEach(image -> images.setAside(key(image)));
            throw e;
        }
        index.follow();
        fresh.forEach(image -> committing.of(access, image.generation()));
    }

    private static ImageKey key(Looked.New image) {
        return StoredImages.key(image.generation());
    }
}
