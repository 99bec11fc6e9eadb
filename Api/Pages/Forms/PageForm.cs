using System.Globalization;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Pages.Forms;

/// <summary>
/// A form that a page sent. The page names the command in a hidden field, so that a form sent twice, or again after its
/// answer was lost, counts once.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="fields">Its fields.</param>
internal sealed class PageForm(HttpContext http, IFormCollection fields)
{
    /// <summary>The hidden field's name.</summary>
    public const string CommandField = "command";

    private const int LongestCommand = 64;
    private const int MostTexts = 100;

    private readonly string name = fields[CommandField].ToString() is { Length: > 0 and <= LongestCommand } given
        ? given
        : http.TraceIdentifier;

    /// <summary>Who sent it.</summary>
    public Actor Actor { get; } = ActorClaims.ActorOf(http);

    /// <summary>Its files, empty ones too. A browser sends a field without files as one without a name.</summary>
    public IEnumerable<IFormFile> Files => fields.Files.Where(file => file.FileName.Length > 0);

    /// <summary>Takes note of why it is refused, for the page that shows it again.</summary>
    /// <returns>The refusal, with the field's label where its sentence begins with the field's name.</returns>
    public Refusal Refused(Refusal refusal)
    {
        var labeled = FormFieldNames.Given(refusal) is { } field
            ? refusal with
            {
                Detail = FieldLabels.InPlaceOfName(refusal.Detail, field),
            }
            : refusal;
        http.RequestServices.GetRequiredService<FormRefusal>().Take(http.Request, fields, labeled);
        return labeled;
    }

    /// <summary>A text without blanks around it; null when nothing was written.</summary>
    public string? Text(string field)
    {
        var text = fields[field].ToString().Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>The texts of several fields of one name.</summary>
    public IReadOnlyList<string> Texts(string field) => [.. fields[field].OfType<string>().Take(MostTexts)];

    /// <summary>A text as it was written, empty when nothing was.</summary>
    public string Words(string field) => Text(field) ?? "";

    /// <summary>A whole number; null when nothing was written.</summary>
    /// <exception cref="InvalidFieldException">It is none.</exception>
    public long? Number(string field) =>
        Text(field) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidFieldException(field, $"{field} must be a whole number.");

    /// <summary>An amount of credits; null when nothing was written.</summary>
    /// <exception cref="InvalidFieldException">It is no whole number.</exception>
    public CreditAmount? Credits(string field) => Number(field) is { } credits ? new(credits) : null;

    /// <summary>A ticket's number as people write it, <c>12</c> or <c>#12</c>; null when nothing was written.</summary>
    /// <exception cref="InvalidFieldException">It is none.</exception>
    public long? TicketNumber(string field) =>
        Text(field) is not { } text ? null
        : Given.TicketNumber(text) is { } number ? number
        : throw new InvalidFieldException(field, $"{field} must be a number such as 12 or #12.");

    /// <summary>A choice by its name in any letter case; null when nothing was chosen.</summary>
    /// <exception cref="InvalidFieldException">There is no such choice.</exception>
    public TEnum? Choice<TEnum>(string field)
        where TEnum : struct, Enum =>
        Text(field) is not { } text ? null
        : Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<TEnum>(text, ignoreCase: true)
        : throw new InvalidFieldException(field, $"{field} must be one of the choices.");

    /// <summary>Whether a box was ticked.</summary>
    public bool Ticked(string field) => Text(field) is not null;

    /// <summary>The numbers of several ticked boxes; what is no number is left out.</summary>
    public IReadOnlyList<long> Numbers(string field) =>
        [
            .. fields[field]
                .Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(number => number > 0),
        ];

    /// <summary>The command, scoped to its sender, the page's path and what of the form it is.</summary>
    /// <param name="part">Which of several commands of one form.</param>
    public CommandContext Command(string part = "") =>
        new(Actor, CommandIds.Of(Actor.Id, "pages", PathIds.OwnPath(http), $"{name}\n{part}"));
}
