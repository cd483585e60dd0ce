package io.dreamcacher.evaluation;

import io.dreamcacher.datasets.ScenePrompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Changes a few words of a prompt whose scene is known, as somebody does who tries again, and knows the scene of what comes out. Nobody
 * has published how often people reword, change, add or leave out; each is as likely here, where the prompt allows it.
 */
final class SceneEdits {
    private static final String TAIL = "tail";
    private static final String TIME = "time";
    private static final String SETTING = "setting";
    private static final String OBJECT = "object";
    private static final String SPACE = "space";
    private static final int MOST_TAILS = 2;

    /** What lives on water only, and where that is: the model's card, "Its world". */
    private static final Set<String> AFLOAT = Set.of("boat", "surfer", "fish");

    private static final Set<String> WATERS = Set.of("sea", "beach", "lake");

    private static final Set<String> REMOVABLE = Set.of(TIME, "position");
    private static final Pattern NEGATED = Pattern.compile("\\b(?:no|without)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final Pattern COMMAS = Pattern.compile("(?: ?,)+(?= ?[,:.])| +(?=[,:.])");
    private static final Pattern ENDS = Pattern.compile("^[ ,:]+|[ ,:]+$");

    private final SceneWords words;

    SceneEdits(SceneWords words) {
        this.words = words;
    }

    /** What somebody does to a prompt. */
    enum Edit {
        /** Says the same in other words. */
        REWORD,
        /** Says something else of an attribute. */
        CHANGE,
        /** Adds words that mean nothing to the model, or puts others for those. */
        RETAIL,
        /** Says something of an attribute that was left open. */
        ADD,
        /** Leaves an attribute open. */
        REMOVE
    }

    /** A prompt edited in any one way it allows; empty where it allows none. */
    Optional<ScenePrompt> edited(ScenePrompt prompt, Random random) {
        List<Edit> edits = new ArrayList<>(List.of(Edit.values()));
        Collections.shuffle(edits, random);
        return edits.stream().flatMap(edit -> edited(prompt, edit, random).stream()).findFirst();
    }

    /** A prompt edited in one way; empty where it does not allow it. */
    Optional<ScenePrompt> edited(ScenePrompt prompt, Edit edit, Random random) {
        Optional<ScenePrompt> edited = switch (edit) {
            case REWORD, CHANGE -> exchanged(prompt, edit == Edit.REWORD, random);
            case RETAIL -> Optional.of(prompt).map(plain -> said(plain, retailed(plain.prompt(), random)));
            case ADD -> added(prompt, random);
            case REMOVE -> removed(prompt, random);
        };
        return edited.filter(one -> !one.prompt().equals(prompt.prompt()));
    }

    private Optional<ScenePrompt> exchanged(ScenePrompt prompt, boolean same, Random random) {
        for (String attribute : shuffled(prompt.named(), random)) {
            String value = prompt.scene().getOrDefault(attribute, "");
            Optional<SceneWords.Place> place = words.place(prompt.prompt(), attribute, value);
            if (place.isPresent()) {
                Optional<ScenePrompt> found = exchanged(prompt, attribute, place.get(), same, random);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ScenePrompt> exchanged(ScenePrompt prompt, String attribute, SceneWords.Place place, boolean same,
            Random random) {
        List<SceneWords.Line> lines = words.beside(place.line())
                .stream()
                .filter(line -> line.value().equals(place.line().value()) == same)
                .filter(line -> isOfTheWorld(with(prompt.scene(), attribute, line.value()), prompt.named()))
                .toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        SceneWords.Line line = lines.get(random.nextInt(lines.size()));
        List<String> others = line.phrases().stream().filter(phrase -> !phrase.equals(place.phrase())).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new ScenePrompt(
                        PairRules.withArticles(
                                place.replaced(prompt.prompt(), others.get(random.nextInt(others.size())))),
                        with(prompt.scene(), attribute, line.value()), prompt.split(), "", "", "", prompt.named()));
    }

    private Optional<ScenePrompt> added(ScenePrompt prompt, Random random) {
        if (prompt.named().contains(TIME) || SPACE.equals(prompt.scene().get(SETTING))
                || NEGATED.matcher(prompt.prompt()).find()) {
            return Optional.empty();
        }
        List<SceneWords.Line> lines = words.of(TIME).stream().filter(line -> line.form().equals("when")).toList();
        SceneWords.Line line = lines.get(random.nextInt(lines.size()));
        int tail = tailOf(prompt.prompt());
        String text = prompt.prompt().substring(0, tail) + " " + any(line.phrases(), random)
                + prompt.prompt().substring(tail);
        Set<String> named = new HashSet<>(prompt.named());
        named.add(TIME);
        return Optional.of(new ScenePrompt(text, with(prompt.scene(), TIME, line.value()), prompt.split(), "",
                "", "", named));
    }

    private Optional<ScenePrompt> removed(ScenePrompt prompt, Random random) {
        for (String attribute : shuffled(prompt.named(), random)) {
            Optional<SceneWords.Place> place = REMOVABLE.contains(attribute)
                    ? words.place(prompt.prompt(), attribute, prompt.scene().getOrDefault(attribute, ""))
                    : Optional.empty();
            if (place.isPresent()) {
                Set<String> named = new HashSet<>(prompt.named());
                named.remove(attribute);
                return Optional.of(new ScenePrompt(tidy(place.get().replaced(prompt.prompt(), "")), prompt.scene(),
                        prompt.split(), "", "", "", named));
            }
        }
        return Optional.empty();
    }

    private String retailed(String prompt, Random random) {
        List<String> tails = new ArrayList<>(words.of(TAIL).getFirst().phrases());
        Collections.shuffle(tails, random);
        String plain = prompt.substring(0, tailOf(prompt));
        return plain + ", " + String.join(", ", tails.subList(0, 1 + random.nextInt(MOST_TAILS)));
    }

    /** Where the words begin that mean nothing to the model, with their comma; the end where there are none. */
    private int tailOf(String prompt) {
        int end = prompt.length();
        while (true) {
            int comma = prompt.lastIndexOf(',', end - 1);
            if (comma < 0 || !words.of(TAIL).getFirst().phrases().contains(prompt.substring(comma + 1, end).strip())) {
                return end == prompt.length() && prompt.endsWith(".") ? end - 1 : end;
            }
            end = comma;
        }
    }

    /** Things afloat are on water, and space has no sky, where the prompt says so. */
    private static boolean isOfTheWorld(Map<String, String> scene, Set<String> named) {
        String setting = named.contains(SETTING) ? scene.getOrDefault(SETTING, "") : "";
        boolean afloat = AFLOAT.contains(scene.getOrDefault(OBJECT, ""))
                || AFLOAT.contains(scene.getOrDefault("object2", ""));
        return (setting.isEmpty() || !afloat || WATERS.contains(setting))
                && !(setting.equals(SPACE) && named.contains(TIME));
    }

    private static String tidy(String text) {
        String single = SPACES.matcher(text).replaceAll(" ");
        return ENDS.matcher(COMMAS.matcher(single).replaceAll("")).replaceAll("");
    }

    private static ScenePrompt said(ScenePrompt prompt, String text) {
        return new ScenePrompt(text, prompt.scene(), prompt.split(), "", "", "", prompt.named());
    }

    private static Map<String, String> with(Map<String, String> scene, String attribute, String value) {
        Map<String, String> changed = new HashMap<>(scene);
        changed.put(attribute, value);
        return changed;
    }

    private static List<String> shuffled(Set<String> attributes, Random random) {
        List<String> shuffled = new ArrayList<>(attributes.stream().sorted().toList());
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static String any(List<String> phrases, Random random) {
        return phrases.get(random.nextInt(phrases.size()));
    }
}
