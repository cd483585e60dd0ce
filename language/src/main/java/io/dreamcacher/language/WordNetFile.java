package io.dreamcacher.language;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;

/**
 * One class of words of WordNet, as it is in the file that comes with the program: sorted words with their commonest meanings, and what each
 * meaning is a kind of. It keeps bytes and numbers, not an object a word. Immutable.
 *
 * <p>In the file, numbers are unsigned, seven bits a byte, lowest first: words (count; each with its length in bytes, itself in UTF-8, count and
 * numbers of meanings); irregular forms (count; each as text, count and texts of what it is a form of); meanings (count; each with count and numbers of
 * what it is a kind of, and of what is similar to it).
 */
final class WordNetFile {
    private static final int[] NONE = {};
    private static final int SEVEN_BITS = 0x7f;

    private final byte[] text;
    private final int[] starts;
    private final int[][] meanings;
    private final Map<String, List<String>> irregular;
    private final int[][] kinds;
    private final int[][] similar;

    /** What is in a file. */
    record Content(SortedMap<String, int[]> words, SortedMap<String, List<String>> irregular, List<int[]> kinds,
            List<int[]> similar) {}

    private WordNetFile(DataInputStream file) throws IOException {
        int words = number(file);
        this.starts = new int[words + 1];
        this.meanings = new int[words][];
        byte[] all = new byte[number(file)];
        for (int word = 0; word < words; word++) {
            int length = number(file);
            file.readFully(all, starts[word], length);
            starts[word + 1] = starts[word] + length;
            meanings[word] = numbers(file);
        }
        this.text = all;
        this.irregular = new HashMap<>();
        for (int form = number(file); form > 0; form--) {
            String written = text(file);
            List<String> of = new ArrayList<>();
            for (int base = number(file); base > 0; base--) {
                of.add(text(file));
            }
            irregular.put(written, List.copyOf(of));
        }
        this.kinds = new int[number(file)][];
        this.similar = new int[kinds.length][];
        for (int meaning = 0; meaning < kinds.length; meaning++) {
            kinds[meaning] = numbers(file);
            similar[meaning] = numbers(file);
        }
    }

    /** Reads classes of words one after the other. */
    static List<WordNetFile> read(InputStream stream, int classes) throws IOException {
        List<WordNetFile> all = new ArrayList<>();
        try (DataInputStream file = new DataInputStream(new BufferedInputStream(new GZIPInputStream(stream)))) {
            for (int i = 0; i < classes; i++) {
                all.add(new WordNetFile(file));
            }
        }
        return List.copyOf(all);
    }

    /** Writes one class. */
    static void write(DataOutputStream file, Content content) throws IOException {
        put(file, content.words.size());
        put(file, content.words.keySet().stream().mapToInt(word -> bytes(word).length).sum());
        for (Map.Entry<String, int[]> word : content.words.entrySet()) {
            put(file, word.getKey());
            put(file, word.getValue());
        }
        put(file, content.irregular.size());
        for (Map.Entry<String, List<String>> form : content.irregular.entrySet()) {
            put(file, form.getKey());
            put(file, form.getValue().size());
            for (String base : form.getValue()) {
                put(file, base);
            }
        }
        put(file, content.kinds.size());
        for (int meaning = 0; meaning < content.kinds.size(); meaning++) {
            put(file, content.kinds.get(meaning));
            put(file, content.similar.get(meaning));
        }
    }

    boolean has(String word) {
        return place(bytes(word)) >= 0;
    }

    /** Whether there is a word that is this one or longer and begins with it. */
    boolean begins(String beginning) {
        byte[] sought = bytes(beginning);
        int place = place(sought);
        int first = place < 0 ? -place - 1 : place;
        return first < meanings.length && starts[first + 1] - starts[first] >= sought.length
                && Arrays.equals(text, starts[first], starts[first] + sought.length, sought, 0, sought.length);
    }

    /** The commonest meanings first; none where there is no such word. */
    int[] meanings(String word) {
        int place = place(bytes(word));
        return place < 0 ? NONE : meanings[place];
    }

    /** What an irregular form is a form of. */
    List<String> bases(String form) {
        return irregular.getOrDefault(form, List.of());
    }

    int[] kinds(int meaning) {
        return kinds[meaning];
    }

    int[] similar(int meaning) {
        return similar[meaning];
    }

    /** Where the word is; where it would be, as {@code -place - 1}, when it is not there. */
    private int place(byte[] sought) {
        int low = 0;
        int high = meanings.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(text, starts[middle], starts[middle + 1], sought, 0,
                    sought.length);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -low - 1;
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    private static int number(DataInputStream file) throws IOException {
        int value = 0;
        for (int shift = 0;; shift += Byte.SIZE - 1) {
            int next = file.readUnsignedByte();
            value |= (next & SEVEN_BITS) << shift;
            if (next <= SEVEN_BITS) {
                return value;
            }
        }
    }

    private static int[] numbers(DataInputStream file) throws IOException {
        int count = number(file);
        int[] all = count == 0 ? NONE : new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = number(file);
        }
        return all;
    }

    private static String text(DataInputStream file) throws IOException {
        byte[] bytes = new byte[number(file)];
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void put(DataOutputStream file, int number) throws IOException {
        int left = number;
        while (left > SEVEN_BITS) {
            file.writeByte((left & SEVEN_BITS) | (SEVEN_BITS + 1));
            left >>>= Byte.SIZE - 1;
        }
        file.writeByte(left);
    }

    private static void put(DataOutputStream file, int[] numbers) throws IOException {
        put(file, numbers.length);
        for (int number : numbers) {
            put(file, number);
        }
    }

    private static void put(DataOutputStream file, String text) throws IOException {
        byte[] bytes = bytes(text);
        put(file, bytes.length);
        file.write(bytes);
    }
}
