package io.dreamcacher.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module table of {@code docs/architecture.md}, held against the classes; {@link HouseRulesTest} has the other rules. */
class ArchitectureTest {
    private static final String ROOT = "io.dreamcacher.";
    private static final List<String> OUTSIDE_CORE = List.of("image", "api", "diffusion", "files", "language",
            "evaluation", "sqlite",
            "lucene", "s3",
            "datasets", "collections",
            "embedded",
            "server", "cli");

    /** What each module may use besides core and itself. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(entry("core", List.of()),
            entry("image", List.of()), entry("api", List.of()), entry("diffusion", List.of("image")),
            entry("files", List.of()), entry("sqlite", List.of()), entry("lucene", List.of()), entry("s3", List.of()),
            entry("datasets", List.of()), entry("collections", List.of("datasets", "files", "image", "lucene")),
            entry("language", List.of()), entry("evaluation", List.of("datasets")),
            entry("embedded", List.of("datasets", "diffusion", "files", "image", "language", "lucene", "s3", "sqlite")),
            entry("server", List.of("api", "embedded", "files", "image")),
            entry("cli",
                    List.of("api", "collections", "datasets", "diffusion", "embedded", "evaluation", "files", "image",
                            "lucene", "server")));

    /** The modules that see a library, mostly one. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            entry("ai.onnxruntime..", List.of("diffusion")), entry("dev.failsafe..", List.of("diffusion", "cli", "s3")),
            entry("software.amazon.awssdk..", List.of("s3")),
            entry("org.sqlite..", List.of("sqlite")), entry("java.sql..", List.of("sqlite")),
            entry("org.apache.lucene..", List.of("lucene")), entry("de.siegmar.fastcsv..", List.of("datasets")),
            entry("org.springframework..", List.of("server")), entry("picocli..", List.of("cli")),
            entry("io.micrometer..", List.of("server")), entry("dev.hardwood..", List.of("datasets")),
            entry("io.github.jbellis..", List.of("bench")),
            entry("org.apache.commons.codec..", List.of("collections")),
            entry("org.apache.commons.compress..", List.of("datasets")), entry("opennlp..", List.of("language")),
            entry("net.sf.extjwnl..", List.of()), entry("dev.langchain4j..", List.of("bench")),
            entry("com.twelvemonkeys..", List.of("image")),
            entry("com.github.mizosoft.methanol..", List.of("api")));

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("io.dreamcacher");

    @Test
    void importing_classPath_findsEveryModule() {
        assertThat(CLASSES).hasSizeGreaterThan(200);
        for (String module : ARROWS.keySet()) {
            assertThat(CLASSES.stream().filter(in(module))).as(module).hasSizeGreaterThan(3);
        }
    }

    @Test
    void modules_dependencies_pointOnlyUpwards() {
        ARROWS.forEach((module, allowed) -> {
            List<String> forbidden = OUTSIDE_CORE.stream()
                    .filter(other -> !other.equals(module) && !allowed.contains(other))
                    .toList();
            noClasses().that(in(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.stream().map(ArchitectureTest::packages).toArray(String[]::new))
                    .check(CLASSES);
        });
    }

    @Test
    void libraries_use_isOfOneModule() {
        LIBRARIES.forEach((library, modules) -> noClasses()
                .that(not(resideInAnyPackage(
                        modules.stream().map(ArchitectureTest::packages).toArray(String[]::new))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
    }

    @Test
    void packages_dependencies_haveNoCycles() {
        slices().matching("io.dreamcacher.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void publicMethods_types_areNoneOfJackson() {
        methods().that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(new ArchCondition<>("keep Jackson inside") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                                .filter(type -> type.getPackageName().startsWith("tools.jackson"))
                                .forEach(type -> events.add(SimpleConditionEvent.violated(method,
                                        method.getFullName() + " shows " + type.getName())));
                    }
                })
                .check(CLASSES);
    }

    @Test
    void libraries_console_isLeftAlone() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES.that(not(in("cli"))));
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES.that(not(in("cli"))));
    }

    private static DescribedPredicate<JavaClass> in(String module) {
        return module.equals("core")
                ? not(resideInAnyPackage(OUTSIDE_CORE.stream().map(ArchitectureTest::packages).toArray(String[]::new)))
                        .as("in core")
                : resideInAPackage(packages(module)).as("in " + module);
    }

    static String packages(String module) {
        return ROOT + module + "..";
    }
}
