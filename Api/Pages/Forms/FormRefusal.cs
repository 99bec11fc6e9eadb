using Tallydesk.Refusals;

namespace Tallydesk.Pages.Forms;

/// <summary>
/// Why the form that this request sent was refused, for the page that is shown again: the sentence stands at the field that is
/// at fault, and what was typed stays. Of several forms on a page, the one is meant whose path the request has.
/// </summary>
internal sealed class FormRefusal
{
    private IFormCollection fields = FormCollection.Empty;
    private string? act;
    private string? field;
    private string? sentence;

    /// <summary>Takes note of a refusal.</summary>
    public void Take(HttpRequest request, IFormCollection sent, Refusal refusal)
    {
        fields = sent;
        act = request.Path.Value?.TrimEnd('/').Split('/')[^1];
        field = FormFieldNames.Of(refusal, sent);
        sentence = refusal.Detail;
    }

    /// <summary>Whether a form was refused.</summary>
    /// <param name="form">The last part of the path it is sent to.</param>
    public bool Is(string form) => form == act;

    /// <summary>Why a field was refused; null when it was not.</summary>
    public string? Of(string form, string name) => Is(form) && name == field ? sentence : null;

    /// <summary>What was typed into a field of a refused form; null when the form was not refused, or nothing was typed.</summary>
    public string? Typed(string form, string name) =>
        Is(form) && fields[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a value was chosen in a refused form.</summary>
    public bool Chose(string form, string name, string value) =>
        Is(form) && fields[name].Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>What marks a refused field as wrong and leads from it to the reason; nothing for all others.</summary>
    /// <param name="form">The last part of the path the form is sent to.</param>
    /// <param name="name">The field.</param>
    /// <param name="hint">The id of what describes the field anyway.</param>
    public IReadOnlyDictionary<string, object> Marks(string form, string name, string? hint = null)
    {
        var isWrong = Of(form, name) is not null;
        var described = string.Join(' ', new[] { isWrong ? IdOf(form, name) : null, hint }.OfType<string>());
        var marks = new Dictionary<string, object>();
        if (isWrong)
        {
            marks["aria-invalid"] = "true";
        }

        if (described.Length > 0)
        {
            marks["aria-describedby"] = described;
        }

        return marks;
    }

    /// <summary>The id of the element that says why a field was refused.</summary>
    public static string IdOf(string form, string name) => $"wrong-{form}-{name}";
}
