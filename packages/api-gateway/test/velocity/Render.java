import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONValue;
import net.minidev.json.JSONStyle;
import net.minidev.json.parser.JSONParser;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.InvalidReferenceEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.util.introspection.Info;

/**
 * Renders templates with Apache Velocity 1.7, JSON lines in and out: {"template", "variables", "body", "missing"} gives
 * {"output"} or {"error"}. With "missing" an invalid reference is worth that text, as in API Gateway.
 */
public class Render {
  public static void main(String[] args) throws Exception {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
    engine.setProperty("velocimacro.permissions.allow.inline.local.scope", "true");
    engine.init();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    int count = 0;
    for (String line; (line = in.readLine()) != null; ) {
      out.print(answer(engine, (Map<?, ?>) parse(line), "template" + count++) + "\n");
      out.flush();
    }
  }

  static Object parse(String json) throws Exception {
    return new JSONParser(JSONParser.MODE_PERMISSIVE).parse(json, JSONValue.defaultReader.DEFAULT_ORDERED);
  }

  static String answer(VelocityEngine engine, Map<?, ?> request, String name) {
    JSONObject answer = new JSONObject();
    try {
      VelocityContext context = new VelocityContext();
      for (Map.Entry<?, ?> variable : ((Map<?, ?>) request.get("variables")).entrySet()) {
        context.put((String) variable.getKey(), variable.getValue());
      }
      if (request.get("body") != null) context.put("input", new Input((String) request.get("body")));
      if (request.get("missing") != null) worth((String) request.get("missing")).attachToContext(context);
      StringWriter writer = new StringWriter();
      engine.evaluate(context, writer, name, (String) request.get("template"));
      answer.put("output", writer.toString());
    } catch (Throwable error) {
      answer.put("error", String.valueOf(error.getMessage()));
    }
    return answer.toJSONString(JSONStyle.LT_COMPRESS);
  }

  static EventCartridge worth(String missing) {
    EventCartridge cartridge = new EventCartridge();
    cartridge.addInvalidReferenceEventHandler(new InvalidReferenceEventHandler() {
      public Object invalidGetMethod(Context context, String reference, Object object, String property, Info info) {
        return missing;
      }

      public boolean invalidSetMethod(Context context, String left, String right, Info info) {
        return false;
      }

      public Object invalidMethod(Context context, String reference, Object object, String method, Info info) {
        return missing;
      }
    });
    return cartridge;
  }

  /** $input, as far as JSONPath goes. */
  public static class Input {
    private Object document;

    Input(String body) {
      try {
        document = parse(body);
      } catch (Exception notJson) {
        document = null;
      }
    }

    public Object path(String path) {
      JsonPath compiled = JsonPath.compile(path);
      if (document == null) return null;
      try {
        return JsonPath.parse(document).read(compiled);
      } catch (PathNotFoundException missing) {
        return null;
      }
    }

    public String json(String path) {
      Object value = path(path);
      if (value == null) return "\"\"";
      return JSONValue.toJSONString(value, JSONStyle.LT_COMPRESS);
    }
  }
}
