package io.dreamcacher.language;

import java.util.Map;
import java.util.Set;

/**
 * The words of the classes that take in no new ones (R. Quirk et al., "A Comprehensive Grammar of the English Language", 1985, 2.34).
 * A tagger that has seen sentences only puts "a forest warrior" and "anime" among them.
 */
final class ClosedClass {
    private static final Map<PartOfSpeech, Set<String>> WORDS = Map.of(PartOfSpeech.PREPOSITION,
            words("""
                    aboard about above across after against ahead along alongside amid amidst among amongst around as astride at atop
                    away before behind below beneath beside besides between beyond by circa close despite down due during except far
                    for from front in inside instead into left like minus near next of off on onto opposite out outside over past
                    per plus right round side since than through throughout thru till to together top toward towards under
                    underneath unlike unto until up upon versus via vs w with within without worth"""),
            PartOfSpeech.DETERMINER,
            words("""
                    a all an another any both each either enough every few half many more most much neither no none one other our
                    several some such that the their these this those what whatever which whose my your his her its"""),
            PartOfSpeech.AUXILIARY,
            words("""
                    am are be been being can could did do does doing done get gets getting got had has have having is may might
                    must ought shall should was were will would"""),
            PartOfSpeech.CONJUNCTION,
            words("""
                    after although and as because before but either for how if like nor once or since so than that though
                    unless until when whenever where whereas wherever whether while whilst why yet"""),
            PartOfSpeech.PRONOUN,
            words("""
                    all another any anybody anyone anything both each everybody everyone everything few he her hers herself him
                    himself his i it its itself many me mine my myself nobody none nothing one oneself other others our ours
                    ourselves she some somebody someone something that their theirs them themselves there these they this
                    those us we what whatever when where which who whoever whom whose you your yours yourself yourselves"""),
            PartOfSpeech.PUNCTUATION, Set.of());

    private ClosedClass() {}

    /** Whether a class takes in new words, or has this one. */
    static boolean allows(PartOfSpeech part, String word) {
        Set<String> words = WORDS.get(part);
        return words == null || words.contains(word) || !Character.isLetter(word.codePointAt(0));
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
