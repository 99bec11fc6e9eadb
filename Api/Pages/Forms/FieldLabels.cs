using Tallydesk.Display;

namespace Tallydesk.Pages.Forms;

/// <summary>What the labels of forms call the fields that the API has names for.</summary>
internal static class FieldLabels
{
    /// <summary>A field's label: that of <c>fixedIn</c> is Fixed in release.</summary>
    /// <param name="field">The name in the API or in the form.</param>
    public static string Of(string field) =>
        field switch
        {
            "acknowledged" => "Acceptance of the upgrade terms",
            "attachments" => "Files",
            "body" => "Message",
            "categoryHint" => "Category",
            "ceiling" or "preAgreedUpTo" => "Price limit",
            "change" => "Policy change",
            "customer" or "customerId" => "Customer ID",
            "days" or "expiresAt" => "Expiry",
            "fixedIn" => "Fixed in release",
            "from" => "Installed release",
            "into" => "Ticket number",
            "license" or "licenseNumber" => "License number",
            "messageIds" => "Messages",
            "to" => "Target release",
            "url" => "URL",
            _ => Words.Of(field),
        };

    /// <summary>A sentence about a field with the field's label where the API's name begins it, or stands in it and is no word; any other sentence as it is.</summary>
    /// <param name="sentence">The sentence: <c>upgrade.from is required.</c></param>
    /// <param name="field">The field: <c>upgrade.from</c>.</param>
    public static string InPlaceOfName(string sentence, string field)
    {
        var name = field.Split('.')[^1].Split('[')[0];
        foreach (var begin in (string[])[field, name])
        {
            if (sentence.StartsWith($"{begin} ", StringComparison.Ordinal))
            {
                sentence = Of(name) + sentence[begin.Length..];
            }
        }

        return name.Any(char.IsUpper) ? sentence.Replace(name, Of(name), StringComparison.Ordinal) : sentence;
    }
}
