import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads "pattern TAB text" with \\uXXXX escapes, a line each; prints "whole TAB from-to,from-to" or "error". */
public class JavaRegex {
    public static void main(String[] arguments) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        for (String line; (line = lines.readLine()) != null; ) {
            String[] parts = line.split("\t", -1);
            out.println(answer(read(parts[0]), read(parts[1])));
        }
    }

    private static String answer(String regex, String text) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException error) {
            return "error";
        }
        var spans = new StringJoiner(",");
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) spans.add(matcher.start() + "-" + matcher.end());
        return pattern.matcher(text).matches() + "\t" + spans;
    }

    /** Every character stands as four hexadecimal digits. */
    private static String read(String digits) {
        var text = new StringBuilder();
        for (int at = 0; at < digits.length(); at += 4)
            text.append((char) Integer.parseInt(digits.substring(at, at + 4), 16));
        return text.toString();
    }
}
