package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Reads who does what to whom, what is bound to which thing and where things are off the syntax of a prompt. */
final class DependencyReader {
    /** What shows things, and is not where they are. */
    private static final Set<String> PICTURES = Set.of("photo", "picture", "image", "painting", "drawing", "sketch",
            "illustration", "portrait", "shot", "closeup", "render", "rendering", "watercolor", "watercolour", "view",
            "print", "cartoon", "close", "snapshot", "artwork", "depiction", "scene");

    /** What says how many there are of a thing, or what it comes in. */
    private static final Set<String> AMOUNTS = Set.of("pair", "couple", "group", "crowd", "bunch", "herd", "flock",
            "pack",
            "set", "collection", "number", "lot", "pile", "stack", "row", "line", "series", "variety", "assortment",
            "bowl", "plate", "glass", "cup", "mug", "bottle", "basket", "tray", "vase", "bouquet", "slice", "piece",
            "kind", "type", "sort", "team", "array", "selection", "cluster", "display", "dish", "box", "swarm");

    private static final Set<String> THINGS_SAID_BEFORE = Set.of("it", "them", "itself", "themselves", "him", "her");

    private static final int DEEPEST = 4;

    private final SyntaxTree tree;
    private final List<Optional<Preposition>> prepositions;
    private final Set<Edge> edges = new LinkedHashSet<>();

    private final Set<Integer> placed = new HashSet<>();

    /**
     * What was found.
     *
     * @param dependencies in the order of the prompt
     * @param isWhole whether every quality, number, event and preposition has its place in them
     * @param shown dictionary forms of the things the prompt is about
     */
    record Reading(Set<Dependency> dependencies, boolean isWhole, Set<String> shown) {}

    private record Edge(Dependency.Kind kind, String label, int head, int dependent) {}

    private DependencyReader(SyntaxTree tree, List<Optional<Preposition>> prepositions) {
        this.tree = tree;
        this.prepositions = prepositions;
    }

    /**
     * Reads a prompt.
     *
     * @param prepositions for each word the preposition that begins there
     */
    static Reading read(SyntaxTree tree, List<Optional<Preposition>> prepositions) {
        DependencyReader reader = new DependencyReader(tree, prepositions);
        for (int place = 0; place < tree.size(); place++) {
            reader.modifiers(place);
            if (tree.isEvent(place)) {
                reader.event(place);
            }
        }
        for (int place = 0; place < tree.size(); place++) {
            int first = place;
            prepositions.get(place).ifPresent(preposition -> reader.preposition(first, preposition));
        }
        return new Reading(reader.resolved(), reader.isWhole(), reader.shown());
    }

    /** What the root names, or what it says something of; none where it says of nothing that something is so. */
    private Set<String> shown() {
        Set<String> shown = new LinkedHashSet<>();
        IntStream.range(0, tree.size())
                .filter(place -> tree.is(place, Syntax.Function.ROOT))
                .mapToObj(this::subjects)
                .flatMap(List::stream)
                .flatMap(place -> content(place, 0).stream())
                .forEach(place -> shown.add(tree.word(place).lemma()));
        return shown;
    }

    /** Of "a photo of a pair of shoes" the shoes. */
    private List<Integer> content(int noun, int depth) {
        String lemma = tree.word(noun).lemma();
        List<Integer> things = (PICTURES.contains(lemma) || AMOUNTS.contains(lemma)) && depth < DEEPEST
                ? of(noun, tree.size())
                : List.of();
        if (things.isEmpty()) {
            return PICTURES.contains(lemma) ? List.of() : List.of(noun);
        }
        return things.stream().flatMap(thing -> content(thing, depth + 1).stream()).toList();
    }

    private List<Integer> subjects(int root) {
        if (!tree.isEvent(root)) {
            return tree.isNoun(root) ? tree.joined(root) : List.of();
        }
        List<Integer> subjects = tree.subjects(root);
        return subjects.isEmpty()
                ? tree.dependents(root)
                        .stream()
                        .filter(place -> tree.isNoun(place) && (tree.is(place, Syntax.Function.PREDICATE)
                                || tree.is(place, Syntax.Function.OBJECT)))
                        .toList()
                : subjects;
    }

    /** Of several clauses that say what things are, or how they happen, nobody can be sure which belongs to which. */
    private boolean isWhole() {
        return IntStream.range(0, tree.size()).allMatch(this::isPlaced)
                && count(place -> tree.is(place, Syntax.Function.PREDICATE)) <= 1
                && (count(place -> tree.word(place).is(PartOfSpeech.ADVERB)) == 0 || count(tree::isEvent) <= 1);
    }

    private long count(IntPredicate test) {
        return IntStream.range(0, tree.size()).filter(test).count();
    }

    private boolean isPlaced(int place) {
        if (prepositions.get(place).isPresent()) {
            return placed.contains(place);
        }
        return switch (tree.word(place).part()) {
            case ADJECTIVE, NUMBER, VERB -> placed.contains(place) || isPartOfPreposition(place)
                    || LightVerbs.contains(tree.word(place).lemma());
            case PREPOSITION -> true;
            case PRONOUN -> false;
            case NOUN -> placed.contains(place) || isPartOfPreposition(place) || tree.is(place, Syntax.Function.ROOT)
                    || tree.is(place, Syntax.Function.CONJUNCT) || tree.is(place, Syntax.Function.APPOSITION);
            case ADVERB, AUXILIARY, CONJUNCTION, DETERMINER, PUNCTUATION, OTHER -> true;
        };
    }

    private boolean isPartOfPreposition(int place) {
        return IntStream.rangeClosed(0, place)
                .anyMatch(first -> prepositions.get(first).filter(found -> found.last() >= place).isPresent());
    }

    private void modifiers(int noun) {
        for (int dependent : tree.dependents(noun)) {
            if (tree.isNoun(noun) && tree.is(dependent, Syntax.Function.MODIFIER)) {
                bind(noun, tree.joined(dependent));
            }
        }
    }

    private void bind(int noun, List<Integer> qualities) {
        qualities.stream()
                .filter(quality -> tree.word(quality).part().isContent())
                .forEach(quality -> add(Dependency.Kind.BINDING, "", noun, quality));
    }

    private void event(int verb) {
        List<Integer> subjects = tree.subjects(verb);
        boolean light = isLight(verb);
        if (!light) {
            Dependency.Kind role = tree.isPassive(verb) ? Dependency.Kind.PATIENT : Dependency.Kind.AGENT;
            subjects.forEach(subject -> add(role, "", verb, subject));
        }
        for (int dependent : tree.dependents(verb)) {
            if (tree.is(dependent, Syntax.Function.OBJECT)) {
                tree.joined(dependent).forEach(object -> object(verb, subjects, object, light));
            } else if (tree.is(dependent, Syntax.Function.PREDICATE)) {
                subjects.forEach(subject -> bind(subject, tree.joined(dependent)));
            }
        }
    }

    private void object(int verb, List<Integer> subjects, int object, boolean light) {
        if (light) {
            subjects.forEach(subject -> place(subject, "with", Preposition.Direction.BOTH, object));
        } else {
            add(Dependency.Kind.PATIENT, "", verb, object);
            subjects.forEach(subject -> add(Dependency.Kind.ACTS_ON, "", subject, object));
        }
    }

    private void preposition(int first, Preposition preposition) {
        List<Integer> objects = objects(first, preposition.last());
        OptionalInt governor = governor(first, preposition.last());
        if (governor.isEmpty()) {
            return;
        }
        int governing = governor.getAsInt();
        if (!objects.isEmpty()) {
            placed.add(first);
        }
        for (int object : objects) {
            if (tree.isEvent(governing)) {
                ofEvent(governing, first, preposition, object);
            } else if (preposition.name().equals("of")) {
                add(Dependency.Kind.BINDING, "", governing, object);
            } else {
                shown(governing, first).forEach(thing -> place(thing, preposition, object));
            }
        }
    }

    /** The things that a preposition says where they are: of "a photo of a lamp above a table" the lamp. */
    private List<Integer> shown(int noun, int preposition) {
        List<Integer> things = PICTURES.contains(tree.word(noun).lemma()) ? of(noun, preposition) : List.of();
        return things.isEmpty() ? tree.joined(noun) : things;
    }

    private List<Integer> of(int noun, int before) {
        return tree.dependents(noun)
                .stream()
                .filter(of -> of < before && tree.word(of).text().equals("of"))
                .flatMap(of -> objects(of, of).stream())
                .toList();
    }

    private void ofEvent(int verb, int first, Preposition preposition, int object) {
        List<Integer> subjects = tree.subjects(verb);
        if (tree.is(first, Syntax.Function.AGENT)) {
            if (isLight(verb)) {
                subjects.forEach(subject -> place(subject, "with", Preposition.Direction.BOTH, object));
            } else {
                add(Dependency.Kind.AGENT, "", verb, object);
                subjects.forEach(subject -> add(Dependency.Kind.ACTS_ON, "", object, subject));
            }
            return;
        }
        if (!isLight(verb)) {
            place(verb, preposition, object);
        }
        List<Integer> things = subjects.isEmpty()
                ? tree.dependents(verb)
                        .stream()
                        .filter(dependent -> tree.is(dependent, Syntax.Function.PREDICATE) && tree.isNoun(dependent))
                        .toList()
                : subjects;
        things.forEach(thing -> place(thing, preposition, object));
    }

    /** What follows a preposition, whichever of its words it is attached to. */
    private List<Integer> objects(int first, int last) {
        List<Integer> objects = new ArrayList<>();
        for (int part = first; part <= last; part++) {
            for (int dependent : tree.dependents(part)) {
                if (dependent > last && tree.is(dependent, Syntax.Function.PREPOSITIONAL_OBJECT)
                        && prepositions.get(dependent).isEmpty()) {
                    objects.addAll(tree.joined(dependent));
                }
            }
        }
        return objects;
    }

    /** What a preposition says where it is: the first head outside of it that is no preposition. */
    private OptionalInt governor(int first, int last) {
        int place = tree.head(first);
        for (int steps = 0; place != Syntax.ROOT && steps < tree.size(); steps++) {
            boolean inside = place >= first && place <= last;
            boolean grammar = prepositions.get(place).isPresent()
                    || (tree.word(place).is(PartOfSpeech.ADVERB) && tree.head(place) != Syntax.ROOT);
            if (!inside && !grammar) {
                return OptionalInt.of(place);
            }
            place = tree.head(place);
        }
        return OptionalInt.empty();
    }

    private void place(int thing, Preposition preposition, int other) {
        place(thing, preposition.name(), preposition.direction(), other);
    }

    private void place(int thing, String name, Preposition.Direction direction, int other) {
        if (direction != Preposition.Direction.BACKWARD) {
            add(Dependency.Kind.PLACE, name, thing, other);
        }
        if (direction != Preposition.Direction.FORWARD) {
            add(Dependency.Kind.PLACE, name, other, thing);
        }
    }

    private void add(Dependency.Kind kind, String label, int head, int dependent) {
        if (head != dependent) {
            edges.add(new Edge(kind, label, head, dependent));
            placed.add(head);
            placed.add(dependent);
        }
    }

    /** The edges between words, with what "it" and "them" stand for in their places. */
    private Set<Dependency> resolved() {
        Set<Dependency> found = new LinkedHashSet<>();
        edges.stream().map(this::thing).flatMap(Optional::stream).forEach(edge -> {
            String head = tree.word(edge.head()).lemma();
            String dependent = tree.word(edge.dependent()).lemma();
            if (!head.equals(dependent)) {
                found.add(new Dependency(head, edge.kind(), edge.label(), dependent));
            }
        });
        return found;
    }

    private Optional<Edge> thing(Edge edge) {
        if (tree.word(edge.head()).is(PartOfSpeech.PRONOUN)) {
            return Optional.empty();
        }
        if (!tree.word(edge.dependent()).is(PartOfSpeech.PRONOUN)) {
            return isOnIt(edge) ? Optional.empty() : Optional.of(edge);
        }
        if (!THINGS_SAID_BEFORE.contains(tree.word(edge.dependent()).text())) {
            return Optional.empty();
        }
        return meant(edge).map(noun -> new Edge(edge.kind(), edge.label(), edge.head(), noun));
    }

    /** "A statue with two animals on top of it": the animals are on the statue, not merely with it. */
    private boolean isOnIt(Edge edge) {
        return edge.label().equals("with") && edges.stream()
                .anyMatch(other -> other.kind() == Dependency.Kind.PLACE && !other.label().equals("with")
                        && tree.word(other.dependent()).is(PartOfSpeech.PRONOUN)
                        && (other.head() == edge.head() || other.head() == edge.dependent())
                        && owner(other.head()).filter(owner -> edge.head() == owner || edge.dependent() == owner)
                                .isPresent());
    }

    private Optional<Integer> meant(Edge edge) {
        return owner(edge.head()).or(() -> {
            for (int place = 0; place < Math.min(edge.head(), edge.dependent()); place++) {
                boolean main = tree.is(place, Syntax.Function.SUBJECT) || tree.is(place, Syntax.Function.ROOT)
                        || tree.is(place, Syntax.Function.PASSIVE_SUBJECT);
                if (main && tree.word(place).is(PartOfSpeech.NOUN)) {
                    return Optional.of(place);
                }
            }
            return Optional.empty();
        });
    }

    /** The thing before that a thing goes with. */
    private Optional<Integer> owner(int thing) {
        return edges.stream()
                .filter(edge -> edge.label().equals("with") && edge.dependent() == thing && edge.head() < thing
                        && tree.word(edge.head()).is(PartOfSpeech.NOUN))
                .map(Edge::head)
                .findFirst();
    }

    private boolean isLight(int verb) {
        return tree.word(verb).is(PartOfSpeech.AUXILIARY) || LightVerbs.contains(tree.word(verb).lemma());
    }
}
