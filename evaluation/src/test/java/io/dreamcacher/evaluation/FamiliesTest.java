package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FamiliesTest {
    private static LabelledPair pair(String asked, String stored) {
        return new LabelledPair(asked, stored, true, "all");
    }

    @Test
    void parts_ofAPairAndItsReverse_areOne() {
        int[] parts = Families.parts(List.of(pair("a cat", "a kitten"), pair("a kitten", "a cat")), 1000);

        assertThat(parts[0]).isEqualTo(parts[1]);
    }

    @Test
    void parts_ofPairsLinkedByOthers_areOne() {
        List<LabelledPair> chain = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            chain.add(i % 2 == 0 ? pair("p" + i, "p" + (i + 1)) : pair("p" + (i + 1), "p" + i));
        }
        Collections.shuffle(chain, new Random(3));

        assertThat(IntStream.of(Families.parts(chain, 1000)).distinct().count()).isOne();
    }

    @Test
    void parts_ofManyFamilies_areAllUsedAndInRange() {
        List<LabelledPair> pairs = IntStream.range(0, 1000).mapToObj(i -> pair("asked " + i, "stored " + i)).toList();

        int[] parts = Families.parts(pairs, 5);

        assertThat(parts).hasSameSizeAs(pairs.toArray());
        for (int part = 0; part < 5; part++) {
            int wanted = part;
            assertThat(IntStream.of(parts).filter(found -> found == wanted).count()).as("part %d", part)
                    .isBetween(100L, 300L);
        }
        assertThat(Families.parts(pairs, 5)).containsExactly(parts);
    }
}
