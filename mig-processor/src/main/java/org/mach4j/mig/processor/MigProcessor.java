// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Finds the annotated interfaces, checks them, and writes {@code NAMEClient} and {@code NAMEServer} for each. */
@SupportedAnnotationTypes("org.mach4j.mig.Subsystem")
public final class MigProcessor extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (TypeElement subsystem : ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation))) {
                try {
                    generate(subsystem);
                } catch (MigError e) {
                    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.problem(), e.element());
                } catch (IOException e) {
                    processingEnv
                            .getMessager()
                            .printMessage(Diagnostic.Kind.ERROR, "cannot write: " + e.getMessage(), subsystem);
                }
            }
        }
        return true;
    }

    private void generate(TypeElement subsystem) throws MigError, IOException {
        if (subsystem.getKind() != ElementKind.INTERFACE) {
            throw new MigError(subsystem, "a MIG subsystem is an interface");
        }
        int base = required(subsystem, "Subsystem", "base");
        List<Routine> routines = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        for (ExecutableElement method : ElementFilter.methodsIn(subsystem.getEnclosedElements())) {
            if (method.getModifiers().contains(Modifier.ABSTRACT)) {
                Routine routine = routine(method, base);
                if (!numbers.add(routine.id())) {
                    throw new MigError(method, "message id " + routine.id() + " has two routines");
                }
                routines.add(routine);
            }
        }
        Generator generator = new Generator(
                processingEnv
                        .getElementUtils()
                        .getPackageOf(subsystem)
                        .getQualifiedName()
                        .toString(),
                simpleName(subsystem),
                routines,
                processingEnv.getElementUtils().getTypeElement("org.jspecify.annotations.NullMarked") != null);
        write(subsystem, generator.clientName(), generator.client());
        write(subsystem, generator.serverName(), generator.server());
    }

    /** The name that the generated classes begin with; for a nested interface without what encloses it. */
    private static String simpleName(TypeElement subsystem) {
        return subsystem.getSimpleName().toString();
    }

    private void write(TypeElement subsystem, String name, String source) throws IOException {
        try (Writer writer =
                processingEnv.getFiler().createSourceFile(name, subsystem).openWriter()) {
            writer.write(source);
        }
    }

    private Routine routine(ExecutableElement method, int base) throws MigError {
        Integer number = Annotations.value(method, "Routine", "value");
        Integer simple = Annotations.value(method, "SimpleRoutine", "value");
        if ((number == null) == (simple == null)) {
            throw new MigError(method, "a method of a MIG subsystem is a @Routine or a @SimpleRoutine");
        }
        List<Argument> in = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            in.add(argument(
                    parameter, parameter.asType(), parameter.getSimpleName().toString(), method, true));
        }
        TypeMirror result = method.getReturnType();
        List<Argument> out = new ArrayList<>();
        String record = null;
        if (simple != null && result.getKind() != TypeKind.VOID) {
            throw new MigError(method, "a simple routine returns nothing: it has no reply");
        }
        if (result instanceof DeclaredType declared
                && declared.asElement().getKind() == ElementKind.RECORD
                && isOfSubsystem((TypeElement) declared.asElement())) {
            TypeElement type = (TypeElement) declared.asElement();
            record = type.getQualifiedName().toString();
            for (RecordComponentElement component : ElementFilter.recordComponentsIn(type.getEnclosedElements())) {
                out.add(argument(
                        component, component.asType(), component.getSimpleName().toString(), component, false));
            }
        } else if (result.getKind() != TypeKind.VOID) {
            out.add(argument(method, result, "result", method, false));
        }
        int id = base + (number != null ? number : java.util.Objects.requireNonNull(simple));
        return new Routine(method.getSimpleName().toString(), id, simple != null, in, out, record);
    }

    /** Whether a record may hold out arguments: any but the API's own values. */
    private boolean isOfSubsystem(TypeElement type) {
        return !processingEnv
                        .getElementUtils()
                        .getPackageOf(type)
                        .getQualifiedName()
                        .contentEquals("org.mach4j")
                || type.getNestingKind().isNested();
    }

    private static Argument argument(Element annotated, TypeMirror type, String name, Element where, boolean in)
            throws MigError {
        Argument argument = Argument.of(
                name,
                plain(type),
                Annotations.value(annotated, "Fixed", "value"),
                Annotations.value(annotated, "Bounded", "value"),
                Annotations.value(annotated, "CString", "value"),
                Annotations.value(annotated, "VariableCString", "value"),
                Annotations.has(annotated, "OutOfLine"));
        if (argument == null || (argument.kind() == Argument.Kind.AUDIT_TOKEN && !in)) {
            throw new MigError(
                    where,
                    "MIG cannot carry " + name + " of type " + plain(type)
                            + (argument == null
                                    ? "; an array or a string needs an annotation for its form"
                                    : " in a reply"));
        }
        return argument;
    }

    /** The type without annotations. */
    private static String plain(TypeMirror type) {
        return Annotations.plain(type);
    }

    private static int required(Element element, String annotation, String member) throws MigError {
        Integer value = Annotations.value(element, annotation, member);
        if (value == null) {
            throw new MigError(element, "@" + annotation + " needs " + member);
        }
        return value;
    }

    /** What is wrong with a definition, and where. */
    static final class MigError extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Element element;
        private final String problem;

        MigError(Element element, String problem) {
            super(problem);
            this.element = element;
            this.problem = problem;
        }

        Element element() {
            return element;
        }

        String problem() {
            return problem;
        }
    }

    /**
     * One routine.
     *
     * @param record the record that holds the out arguments, or null where there is at most one
     */
    record Routine(
            String name,
            int id,
            boolean simple,
            List<Argument> in,
            List<Argument> out,
            @Nullable String record) {}
}
