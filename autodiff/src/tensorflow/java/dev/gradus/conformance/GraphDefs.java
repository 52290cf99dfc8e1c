package dev.gradus.conformance;

import com.google.protobuf.ByteString;
import dev.gradus.core.ArgumentDef;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * Writes graphs as TensorFlow's GraphDef: every operation as a node of the same type, name, inputs
 * and attributes, those left at their defaults included.
 */
final class GraphDefs {
  /** The version of TensorFlow 1.15, whose meaning of graphs is the one that Gradus has. */
  private static final int PRODUCER = 134;

  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();

  private GraphDefs() {}

  /** Returns the whole graph, with the functions that it uses. */
  static GraphDef of(Graph graph) {
    GraphDefs writer = new GraphDefs();
    GraphDef.Builder result = GraphDef.newBuilder();
    for (Operation operation : graph.operations()) {
      result.addNode(writer.node(operation, GraphDefs::inGraph));
    }
    return result
        .setLibrary(FunctionDefLibrary.newBuilder().addAllFunction(writer.functions.values()))
        .setVersions(VersionDef.newBuilder().setProducer(PRODUCER))
        .build();
  }

  /** Returns TensorFlow's number for a type. */
  static org.tensorflow.proto.DataType type(DataType<?> type) {
    return org.tensorflow.proto.DataType.forNumber(type.number());
  }

  /** Returns a value of an attribute, which must be no function. */
  static AttrValue attributeOf(Object value) {
    return new GraphDefs().attribute(value);
  }

  /** Returns a node of which the value is that of an operation. */
  static NodeDef identity(String name, Operation operation) {
    DataType<?> type = operation.outputs().get(0).dataType();
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Identity")
        .addInput(operation.name())
        .putAttr("T", AttrValue.newBuilder().setType(type(type)).build())
        .build();
  }

  private static String inGraph(Output<?> output) {
    return output.index() == 0 ? output.operation().name() : output.name();
  }

  private NodeDef node(Operation operation, Function<Output<?>, String> nameOf) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(operation.name()).setOp(operation.type());
    operation.inputs().forEach(input -> node.addInput(nameOf.apply(input)));
    operation.controlInputs().forEach(control -> node.addInput("^" + control.name()));
    operation.attributes().asMap().forEach((name, value) -> node.putAttr(name, attribute(value)));
    return node.build();
  }

  private AttrValue attribute(Object value) {
    AttrValue.Builder result = AttrValue.newBuilder();
    if (value instanceof Boolean truth) {
      result.setB(truth);
    } else if (value instanceof Long number) {
      result.setI(number);
    } else if (value instanceof Float number) {
      result.setF(number);
    } else if (value instanceof String text) {
      result.setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof DataType<?> type) {
      result.setType(type(type));
    } else if (value instanceof Shape shape) {
      result.setShape(shape(shape));
    } else if (value instanceof Tensor<?> tensor) {
      result.setTensor(tensor(tensor));
    } else if (value instanceof GraphFunction function) {
      functions.computeIfAbsent(function.name(), unused -> function(function));
      result.setFunc(NameAttrList.newBuilder().setName(function.name()));
    } else if (value instanceof List<?> list) {
      AttrValue.ListValue.Builder elements = AttrValue.ListValue.newBuilder();
      list.forEach(element -> addTo(elements, element));
      result.setList(elements);
    } else {
      throw new IllegalArgumentException("No attribute of TensorFlow's is like " + value);
    }
    return result.build();
  }

  private static void addTo(AttrValue.ListValue.Builder list, Object element) {
    if (element instanceof Long number) {
      list.addI(number);
    } else if (element instanceof DataType<?> type) {
      list.addType(type(type));
    } else if (element instanceof Shape shape) {
      list.addShape(shape(shape));
    } else {
      throw new IllegalArgumentException("No list of TensorFlow's has elements like " + element);
    }
  }

  private static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder result = TensorShapeProto.newBuilder();
    if (!shape.hasKnownRank()) {
      return result.setUnknownRank(true).build();
    }
    for (int dimension : shape.toArray()) {
      result.addDim(TensorShapeProto.Dim.newBuilder().setSize(dimension));
    }
    return result.build();
  }

  private static TensorProto tensor(Tensor<?> tensor) {
    return TensorProto.newBuilder()
        .setDtype(type(tensor.dataType()))
        .setTensorShape(shape(tensor.shape()))
        .setTensorContent(ByteString.copyFrom(TensorBytes.of(tensor)))
        .build();
  }

  /** In a function, an argument goes by its name, and an output by that in its op's declaration. */
  private FunctionDef function(GraphFunction function) {
    OpDef.Builder signature = OpDef.newBuilder().setName(function.name());
    Map<Output<?>, String> arguments = new LinkedHashMap<>();
    for (Output<?> argument : function.arguments()) {
      String name = "argument_" + arguments.size();
      arguments.put(argument, name);
      signature.addInputArg(
          OpDef.ArgDef.newBuilder().setName(name).setType(type(argument.dataType())));
    }
    Function<Output<?>, String> nameOf =
        output -> arguments.getOrDefault(output, inFunction(output));
    FunctionDef.Builder result = FunctionDef.newBuilder();
    for (Operation operation : function.operations()) {
      result.addNodeDef(node(operation, nameOf));
    }
    for (int i = 0; i < function.results().size(); i++) {
      Output<?> output = function.results().get(i);
      String name = "result_" + i;
      signature.addOutputArg(
          OpDef.ArgDef.newBuilder().setName(name).setType(type(output.dataType())));
      result.putRet(name, nameOf.apply(output));
    }
    return result.setSignature(signature).build();
  }

  private static String inFunction(Output<?> output) {
    Operation operation = output.operation();
    List<String> names = new ArrayList<>();
    for (ArgumentDef declared : operation.definition().outputs()) {
      for (int i = 0; i < declared.count(operation.attributes()); i++) {
        names.add("%s:%s:%d".formatted(operation.name(), declared.name(), i));
      }
    }
    // An argument, which is no operation of the function, has nothing of the kind.
    return output.index() < names.size() ? names.get(output.index()) : operation.name();
  }
}
