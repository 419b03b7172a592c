#include "certain.h"

#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <list>
#include <memory>
#include <unordered_map>

#include "CPhoneNumbers.h"
#include "automaton.h"

// The library's own data. Where it does not let them be seen, nothing is certain.
namespace i18n {
namespace phonenumbers {
int metadata_size() __attribute__((weak));
const void *metadata_get() __attribute__((weak));
}  // namespace phonenumbers
}  // namespace i18n

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumberDesc;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

/// What a region's patterns say of a number, by place: kinds of number, then what it begins with.
enum Sort {
    general, fixedLine, mobile, tollFree, premiumRate, sharedCost, voip, personal, pager, company,
    voicemail, leadingDigits, nationalPrefix, exitCode, sorts
};

/// The most digits of a national number.
constexpr size_t longest = 17;

/// A number as its pattern sees it: the digits after the country code.
struct Digits {
    char digit[longest];
    size_t count = 0;

    Digits without(size_t first) const {
        Digits rest;
        rest.count = count - first;
        std::copy(digit + first, digit + count, rest.digit);
        return rest;
    }
    bool begins(const std::string &text) const {
        return text.size() <= count && std::equal(text.begin(), text.end(), digit);
    }
};

/// One region of a country code.
struct Region {
    std::string name;
    /// Bit n: whether a number of n digits may match; 0: any may.
    uint32_t lengths[sorts] = {};
    bool isMobileFixed = false;
    bool hasLeadingDigits = false;
    /// What is put before national numbers, where it is nothing but digits and is just left away.
    std::string plainPrefix;
    bool hasPrefix = false;
    /// Whether all is known of what may stand before its national numbers.
    bool isReadable = true;
};

/// The patterns of one country code.
class Plan {
  public:
    explicit Plan(int code) : code(code), codeText(std::to_string(code)) {}

    const int code;
    const std::string codeText;
    /// In the library's order: the first has the code for itself where nothing else is said.
    std::vector<Region> regions;
    bool isReadable = true;

    void add(const PhoneMetadata &data) {
        const int place = int(regions.size()) * sorts;
        regions.emplace_back();
        Region &region = regions.back();
        region.name = data.id();
        region.isMobileFixed = data.same_mobile_and_fixed_line_pattern();
        const PhoneNumberDesc *kinds[] = {
            &data.general_desc(), &data.fixed_line(),  &data.mobile(),
            &data.toll_free(),    &data.premium_rate(), &data.shared_cost(),
            &data.voip(),         &data.personal_number(), &data.pager(),
            &data.uan(),          &data.voicemail(),
        };
        for (int sort = general; sort <= voicemail; sort++) {
            for (int length : kinds[sort]->possible_length()) {
                region.lengths[sort] |= length < 0 ? 1u << 31 : 1u << std::min(length, 30);
            }
            const std::string &pattern = kinds[sort]->national_number_pattern();
            isReadable = automaton.add(pattern, place + sort, false) && isReadable;
        }
        region.hasLeadingDigits = data.has_leading_digits();
        isReadable =
            automaton.add(data.leading_digits(), place + leadingDigits, true) && isReadable;
        region.isReadable =
            automaton.add(data.international_prefix(), place + exitCode, true);
        const std::string &prefix = data.national_prefix_for_parsing();
        region.hasPrefix = !prefix.empty();
        const bool isPlain = prefix.find_first_not_of("0123456789") == std::string::npos &&
                             data.national_prefix_transform_rule().empty();
        if (isPlain) {
            region.plainPrefix = prefix;
        } else {
            const bool isRead = automaton.add(prefix, place + nationalPrefix, true);
            region.isReadable = isRead && region.isReadable;
        }
    }

    struct Finding {
        bool isKnown = false;
        uint8_t kind = PhoneNumberUtil::UNKNOWN;
        int8_t region = -1;
        bool isGeographic = false;
        bool isOfCommonLength = false;
    };

    /// Of what kind the number is, and whose.
    const Finding &find(const Digits &number) {
        const int state = run(number);
        Finding &finding = findings[size_t(state) * (longest + 1) + number.count];
        if (!finding.isKnown) fill(finding, state, number.count);
        return finding;
    }

    bool has(const Digits &number, size_t region, Sort sort) {
        const uint64_t bits = matched[run(number) * regions.size() + region];
        return bits >> sort & 1;
    }

    /// Takes the national prefix of this region away as the library does. Returns whether it is
    /// certain what that comes to.
    bool strip(Digits &number, size_t place) {
        const Region &region = regions[place];
        if (!region.isReadable) return false;
        if (!region.hasPrefix) return true;
        if (region.plainPrefix.empty()) return !has(number, place, nationalPrefix);
        if (!number.begins(region.plainPrefix)) return true;
        const Digits rest = number.without(region.plainPrefix.size());
        if (has(number, place, general) && !has(rest, place, general)) return true;
        const Finding &finding = find(rest);
        if (finding.kind == PhoneNumberUtil::UNKNOWN || !finding.isOfCommonLength) return false;
        if (!isOfLength(rest.count, place)) return false;
        number = rest;
        return true;
    }

  private:
    Automaton automaton;
    /// By state and length.
    std::vector<Finding> findings;
    /// Sorts as bits, by state and region.
    std::vector<uint64_t> matched;

    int run(const Digits &number) {
        int state = automaton.start();
        for (size_t i = 0; i < number.count; i++) {
            state = automaton.step(state, number.digit[i] - '0');
        }
        for (size_t next = matched.size() / regions.size(); next <= size_t(state); next++) {
            matched.resize((next + 1) * regions.size());
            for (int id : automaton.matched(int(next))) {
                matched[next * regions.size() + id / sorts] |= 1u << id % sorts;
            }
            findings.resize((next + 1) * (longest + 1));
        }
        return state;
    }

    bool isOfLength(size_t count, size_t region) const {
        return regions[region].lengths[general] >> count & 1;
    }

    /// As `PhoneNumberUtil::GetNumberTypeHelper`.
    uint8_t kind(uint64_t bits, size_t count, const Region &region) const {
        const auto is = [&](Sort sort) {
            const uint32_t lengths = region.lengths[sort];
            return (bits >> sort & 1) && (lengths == 0 || (lengths >> count & 1));
        };
        if (!is(general)) return PhoneNumberUtil::UNKNOWN;
        if (is(premiumRate)) return PhoneNumberUtil::PREMIUM_RATE;
        if (is(tollFree)) return PhoneNumberUtil::TOLL_FREE;
        if (is(sharedCost)) return PhoneNumberUtil::SHARED_COST;
        if (is(voip)) return PhoneNumberUtil::VOIP;
        if (is(personal)) return PhoneNumberUtil::PERSONAL_NUMBER;
        if (is(pager)) return PhoneNumberUtil::PAGER;
        if (is(company)) return PhoneNumberUtil::UAN;
        if (is(voicemail)) return PhoneNumberUtil::VOICEMAIL;
        if (is(fixedLine)) {
            return region.isMobileFixed || is(mobile) ? PhoneNumberUtil::FIXED_LINE_OR_MOBILE
                                                      : PhoneNumberUtil::FIXED_LINE;
        }
        return !region.isMobileFixed && is(mobile) ? PhoneNumberUtil::MOBILE
                                                   : PhoneNumberUtil::UNKNOWN;
    }

    /// As `PhoneNumberUtil::GetRegionCodeForNumber` and `GetNumberType`.
    void fill(Finding &finding, int state, size_t count) {
        const uint64_t *bits = &matched[size_t(state) * regions.size()];
        finding.isKnown = true;
        finding.isOfCommonLength = isOfLength(count, 0);
        for (size_t place = 0; place < regions.size(); place++) {
            const uint8_t found = kind(bits[place], count, regions[place]);
            const bool isHere = regions.size() == 1 ? true
                                : regions[place].hasLeadingDigits
                                    ? bits[place] >> leadingDigits & 1
                                    : found != PhoneNumberUtil::UNKNOWN;
            if (!isHere) continue;
            finding.kind = found;
            finding.region = int8_t(place);
            finding.isGeographic = PhoneNumberUtil::GetInstance()->IsNumberGeographical(
                PhoneNumberUtil::PhoneNumberType(found), code);
            return;
        }
    }
};

/// All country codes' plans.
class Plans {
  public:
    Plans() {
        using namespace i18n::phonenumbers;
        PhoneMetadataCollection all;
        if (!metadata_get || !metadata_size ||
            !all.ParseFromArray(metadata_get(), metadata_size())) {
            return;
        }
        std::unordered_map<std::string, const PhoneMetadata *> byName;
        for (const PhoneMetadata &data : all.metadata()) {
            if (data.id() != "001") byName[data.id()] = &data;
            plans.emplace(data.country_code(), nullptr);
        }
        const PhoneNumberUtil &library = *PhoneNumberUtil::GetInstance();
        for (auto &entry : plans) {
            entry.second.reset(new Plan(entry.first));
            std::list<std::string> names;
            library.GetRegionCodesForCountryCallingCode(entry.first, &names);
            for (const std::string &name : names) {
                const auto found = byName.find(name);
                if (found == byName.end()) {
                    entry.second->isReadable = false;
                    continue;
                }
                codes[name] = {entry.second.get(), entry.second->regions.size()};
                entry.second->add(*found->second);
            }
            if (names.empty()) entry.second->isReadable = false;
        }
    }

    Plan *of(int code) {
        const auto found = plans.find(code);
        return found == plans.end() || !found->second->isReadable ? nullptr : found->second.get();
    }

    struct Home {
        Plan *plan;
        size_t region;
    };

    Home of(const char *region) {
        const auto found = codes.find(region);
        return found == codes.end() || !found->second.plan->isReadable ? Home{nullptr, 0}
                                                                     : found->second;
    }

  private:
    std::unordered_map<int, std::unique_ptr<Plan>> plans;
    std::unordered_map<std::string, Home> codes;
};

/// Reads the digits of `text`; returns whether nothing else is in it but what may stand between them.
bool digits(const char *text, size_t length, Digits &out) {
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            if (out.count == longest) return false;
            out.digit[out.count++] = c;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
            return false;
        }
    }
    return out.count > 3;
}

/// Takes the country code off a number that begins with one; as `ExtractCountryCode`.
Plan *withoutCode(Digits &number, Plans &plans) {
    int code = 0;
    for (size_t i = 0; i < 3 && number.digit[0] != '0'; i++) {
        code = code * 10 + number.digit[i] - '0';
        if (Plan *plan = plans.of(code)) {
            number = number.without(i + 1);
            return plan;
        }
    }
    return nullptr;
}

/// Reads a number without a plus as one of `region`; as `MaybeExtractCountryCode` and what follows.
Plan *ofHome(Digits &number, const char *region, Plans &plans) {
    const Plans::Home home = plans.of(region);
    Plan *plan = home.plan;
    if (!plan || !plan->regions[home.region].isReadable ||
        plan->has(number, home.region, exitCode)) {
        return nullptr;
    }
    size_t stripping = home.region;
    if (number.begins(plan->codeText)) {
        if (plan->has(number, home.region, general)) return nullptr;
        Digits rest = number.without(plan->codeText.size());
        if (rest.count == 0 || !plan->strip(rest, home.region)) return nullptr;
        if (!plan->has(rest, home.region, general)) return nullptr;
        number = rest;
        stripping = 0;
    }
    return plan->strip(number, stripping) ? plan : nullptr;
}

}  // namespace

bool isCertain(const char *text, size_t length, const char *region, CPhoneNumber *out) {
    static thread_local Plans plans;
    if (length == 0) return false;
    const bool hasPlus = text[0] == '+';
    const bool hasZeros = length > 2 && text[0] == '0' && text[1] == '0';
    const size_t mark = hasPlus ? 1 : hasZeros ? 2 : 0;
    Digits number;
    if (!digits(text + mark, length - mark, number)) return false;
    Plan *plan;
    if (mark > 0 || !region) {
        plan = withoutCode(number, plans);
        if (!plan || number.count == 0 || !plan->strip(number, 0)) return false;
    } else {
        plan = ofHome(number, region, plans);
        if (!plan) return false;
    }
    const Plan::Finding &finding = plan->find(number);
    const size_t count = plan->codeText.size() + number.count;
    switch (finding.kind) {
    case PhoneNumberUtil::UNKNOWN:
    case PhoneNumberUtil::PREMIUM_RATE:
    case PhoneNumberUtil::PAGER:
    case PhoneNumberUtil::VOICEMAIL: return false;
    default: break;
    }
    if (!finding.isOfCommonLength || count < 7 || count > 15) return false;
    out->digits = 0;
    for (char c : plan->codeText) out->digits = out->digits * 10 + uint64_t(c - '0');
    for (size_t i = 0; i < number.count; i++) {
        out->digits = out->digits * 10 + uint64_t(number.digit[i] - '0');
    }
    out->countryCode = uint16_t(plan->code);
    out->verdict = CPhoneVerdictValid;
    out->kind = finding.kind;
    out->isGeographic = finding.isGeographic;
    std::memset(out->region, 0, sizeof out->region);
    const std::string &name = plan->regions[size_t(finding.region)].name;
    std::memcpy(out->region, name.data(), std::min(name.size(), size_t(3)));
    return true;
}
