package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.evaluation.ReuseEvaluation.Observation;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class EvaluationPlotTest {
    private static Observation seen(boolean same, String kind, boolean reused) {
        return new Observation(new LabelledPair("a", "b", same, kind), reused, reused ? 1 : 0, 0);
    }

    private static Element parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    @Test
    void svg_ofKindsAndTitle_isXmlWithTheirWords() throws Exception {
        String kind = "<b> & \"it's\" \u0001\ud800";
        Element root = parsed(ReuseEvaluation.of(List.of(seen(true, kind, true), seen(false, kind, false),
                seen(false, "a kind whose name is much too long to be shown", true))).svg("a < b & \ud83d\ude00"));

        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getTextContent()).contains("<b> & \"it's\"", "a < b & \ud83d\ude00", "all pairs", "50.0 %",
                "a kind whose name is mu…", "decision", "by probability, area");
    }

    @Test
    void svg_ofMoreKinds_isHigher() throws Exception {
        Element few = parsed(ReuseEvaluation.of(List.of(seen(true, "one", true))).svg("few"));
        Element many = parsed(ReuseEvaluation.of(IntStream.range(0, 30)
                .mapToObj(i -> seen(i % 2 == 0, "kind " + i, true))
                .toList()).svg("many"));

        assertThat(Integer.parseInt(many.getAttribute("height")))
                .isGreaterThan(Integer.parseInt(few.getAttribute("height")));
    }

    @Test
    void svg_withoutAnyReuse_hasNoPlaceForTheDecision() throws Exception {
        String svg = ReuseEvaluation.of(List.of(seen(true, "one", false), seen(false, "one", false))).svg("none");
        NodeList marks = parsed(svg).getElementsByTagName("circle");

        assertThat(svg).doesNotContain("NaN");
        assertThat(marks.getLength()).isEqualTo(2 + 4); // in the legend, and two shares of two rows
    }

    @Test
    void svg_ofBaselines_hasACurveForEach() throws Exception {
        String svg = ReuseEvaluation.of(List.of(seen(true, "one", true), seen(false, "one", false)),
                List.of(new ReuseEvaluation.Baseline("a & b", List.of(1.0, 0.0)),
                        new ReuseEvaluation.Baseline("c", List.of(0.0, 1.0))))
                .svg("many");
        Element root = parsed(svg);

        assertThat(root.getElementsByTagName("polyline").getLength()).isEqualTo(4);
        assertThat(root.getTextContent()).contains("by a & b, area 0.750", "by c, area 0.250");
    }
}
