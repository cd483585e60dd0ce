package io.dreamcacher.embedded;

import io.dreamcacher.model.ModelLine;
import io.dreamcacher.model.ModelRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The models a process was started with, the usual one first, by the names that requests know them by: a model that lies
 * here by its own name, which says nothing of the folders it lies in. Immutable and thread-safe.
 */
final class OfferedModels {
    private final Map<String, ModelLine> byName = new LinkedHashMap<>();
    private final ModelLine usual;
    private final UnaryOperator<ModelRef> told;

    /**
     * @param models as they were named at the start, one or more
     * @param told gives what a model is told of by, its fingerprint included, which may mean to read its files
     */
    OfferedModels(List<String> models, UnaryOperator<ModelRef> told) {
        this.told = told;
        List<ModelLine> lines = models.stream().map(ModelLine::parse).distinct().toList();
        usual = lines.getFirst();
        for (ModelLine line : lines) {
            String brief = brief(line);
            boolean taken = lines.stream().anyMatch(other -> !other.equals(line) && brief(other).equals(brief));
            byName.put(taken ? new ModelLine(told.apply(line.model()), line.rendering()).toString() : brief, line);
        }
    }

    private static String brief(ModelLine line) {
        return new ModelLine(line.model().map(ModelRef.Part::withoutPlace), line.rendering()).toString();
    }

    /** Their names; the first is that of the usual one. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The usual model. */
    ModelLine usual() {
        return usual;
    }

    /** Which model a request means: one of these, by its name or as it is told of in an image, or any other. */
    ModelLine line(String name) {
        ModelLine offered = byName.get(name);
        if (offered != null) {
            return offered;
        }
        ModelLine line = ModelLine.parse(name).over(usual);
        List<ModelRef.Part> known = parts();
        return new ModelLine(line.model().map(part -> placed(part, known)), line.rendering());
    }

    private List<ModelRef.Part> parts() {
        List<ModelRef.Part> parts = new ArrayList<>();
        byName.values().forEach(line -> parts.addAll(line.model().parts()));
        return parts;
    }

    /** Where something lies that is named by its last name, or by that and the beginning of its fingerprint. */
    private ModelRef.Part placed(ModelRef.Part part, List<ModelRef.Part> known) {
        Optional<ModelRef.Part> found = known.stream()
                .filter(one -> !one.equals(part) && one.lastName().equals(part.name()))
                .filter(one -> part.digest().isEmpty() || told.apply(ModelRef.of(one)).base().equals(part))
                .findFirst();
        return found.orElse(part);
    }
}
