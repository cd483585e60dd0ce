package io.dreamcacher.collections.index;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.lucene.SetQuery;
import io.dreamcacher.lucene.VectorIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Groups of things that are nearly the same: whoever is near enough to one of a group is in it. Not thread-safe.
 */
public final class NearDuplicates {
    /** Things that are looked at beside each: of more copies than these, some are found through others. */
    private static final int NEIGHBOURS = 50;

    private final double similarity;
    private final Map<String, String> leaders = new TreeMap<>();

    /**
     * Begins without any.
     *
     * @param similarity cosine that two of a group have at least, above 0 and at most 1
     * @throws DreamCacherException {@code BAD_REQUEST} for another one
     */
    public NearDuplicates(double similarity) {
        if (!(similarity > 0 && similarity <= 1)) {
            throw DreamCacherException.badRequest(
                    "--similarity is a cosine above 0 and at most 1, but is %s; near-identical pictures have 0.94 and more."
                            .formatted(similarity));
        }
        this.similarity = similarity;
    }

    /** The cosine that two of a group have at least. */
    public double similarity() {
        return similarity;
    }

    /** Two things and their cosine. */
    public void pair(String one, String other, double cosine) {
        if (cosine >= similarity && !one.equals(other)) {
            String first = leader(one);
            String second = leader(other);
            leaders.put(first.compareTo(second) < 0 ? second : first, first.compareTo(second) < 0 ? first : second);
        }
    }

    private String leader(String id) {
        String at = id;
        for (Optional<String> next = up(at); next.isPresent(); next = up(at)) {
            at = next.get();
        }
        return at;
    }

    private Optional<String> up(String id) {
        return Optional.ofNullable(leaders.get(id)).filter(above -> !above.equals(id));
    }

    /** All pairs of an index. */
    public void addAll(VectorIndex index) {
        SetQuery.Of what = index.usual();
        index.forEach(entry -> {
            Optional<Embedding> vector = what == SetQuery.Of.IMAGES ? entry.image() : entry.text();
            vector.ifPresent(near -> index.search(new SetQuery(what, near, NEIGHBOURS, 0))
                    .forEach(hit -> pair(entry.id(), hit.entry().id(), hit.similarity())));
        });
    }

    /** The groups of two or more, the largest first; each in order of ids. */
    public List<List<String>> groups() {
        Map<String, List<String>> groups = new TreeMap<>();
        leaders.keySet()
                .forEach(id -> groups.computeIfAbsent(leader(id), first -> new ArrayList<>(List.of(first)))
                        .add(id));
        return groups.values()
                .stream()
                .map(group -> group.stream().distinct().sorted().toList())
                .sorted(Comparator.comparingInt((List<String> group) -> -group.size()).thenComparing(List::getFirst))
                .toList();
    }
}
